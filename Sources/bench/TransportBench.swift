import Foundation
import Transport

/// Asking a server again and again over one connection.
enum TransportBench {
    /// A thousand requests one after another, each answer's status and body looked at. Reports requests a second and how many were right.
    static func sequential(_ url: String) async throws {
        let client = HTTPClient(trust: .system)
        var best = Double.infinity
        var right = 0
        for _ in 0..<5 {
            right = 0
            let time = try await ContinuousClock().measure {
                for _ in 0..<1000 {
                    let response = try await client.send(OutgoingRequest(url: url))
                    if response.status == 200, response.body.starts(with: "{".utf8) { right += 1 }
                }
            }
            best = min(best, time / .seconds(1))
        }
        Bench.report(1000 / best, verdict: right)
    }
}
