import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOSSL
import Synchronization
import Transport

/// Requests over mutual TLS: what a platform answers in a second, and what a handler that does nothing answers on the same machine.
enum APIBench {
    /// What all connections have seen.
    private final class Seen: Sendable {
        let waits = Mutex<[Double]>([])
        let wrong = Mutex(0)
    }

    /// A handler of Hummingbird alone that answers every GET with one kilobyte, for clients with a certificate. Prints its port, then serves
    /// until it is ended.
    static func serveBare(certificate: String, key: String, trust: String) async throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = .file(trust)
        tls.certificateVerification = .noHostnameVerification
        tls.applicationProtocols = ["http/1.1"]
        let body = #"{"text":""# + String(repeating: "a", count: 1013) + #""}"#
        let router = Router()
        router.get("**") { _, _ in body }
        let application = Application(
            router: router, server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            }, logger: Logger(label: "bare") { _ in SwiftLogNoOpLogHandler() })
        try await application.run()
    }

    /// Asks one URL again and again over some connections; the rate is that of right answers (200), the verdict how many were wrong.
    ///
    /// - Parameters:
    ///   - folder: with the certificates of `party`, as `assay pki init` makes it.
    ///   - token: a file with the bearer token; empty for none.
    static func load(_ url: String, folder: String, party: String, token: String, connections: Int, seconds: Double) async throws {
        func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)"))) }
        let trust = Trust.pem(try bytes("ca.pem"))
        let identity = ClientIdentity(certificatePEM: try bytes("\(party).pem"), keyPEM: try bytes("\(party).key"))
        var request = OutgoingRequest(url: url)
        if !token.isEmpty {
            request.fields[.authorization] = "Bearer \(try String(contentsOfFile: token, encoding: .utf8))"
        }
        // One client has one thread: with two the server has to work as hard as it can.
        let clients = (0..<2).map { _ in HTTPClient(trust: trust, identity: identity) }
        let asked = request
        for client in clients { _ = try await client.send(asked) }
        let seen = Seen()
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        await withTaskGroup(of: Void.self) { group in
            for connection in 0..<connections {
                group.addTask {
                    let client = clients[connection % clients.count]
                    var waits: [Double] = []
                    var wrong = 0
                    while clock.now < end {
                        let sent = clock.now
                        if let answer = try? await client.send(asked), answer.status == 200 {
                            waits.append((clock.now - sent).seconds * 1000)
                        } else {
                            wrong += 1
                        }
                    }
                    seen.waits.withLock { [waits] in $0 += waits }
                    seen.wrong.withLock { [wrong] in $0 += wrong }
                }
            }
        }
        let took = (clock.now - start).seconds
        for client in clients { client.close() }
        let (waits, wrong) = (seen.waits.withLock { $0 }.sorted(), seen.wrong.withLock { $0 })
        func quantile(_ share: Double) -> Double { waits.isEmpty ? 0 : waits[min(waits.count - 1, Int(Double(waits.count) * share))] }
        Bench.report(Double(waits.count) / took, verdict: wrong, more: [("p50_ms", quantile(0.5)), ("p99_ms", quantile(0.99))])
    }
}
