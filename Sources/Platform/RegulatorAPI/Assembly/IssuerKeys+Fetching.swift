import Access
import Documents
import Foundation
import HTTPTypes
import Logging
import ServerKit
import Transport

extension IssuerKeys {
    /// The longest that a look at an address may take.
    private static let timeout = Duration.seconds(5)

    /// The keys of an issuer, read from a file in the folder of keys or from its address, to which no certificate is shown: keys are public.
    /// - Parameter trust: the authorities of the address where the issuer has no own ones.
    static func of(
        _ issuer: ExternalIssuer, folder: String, trust: @escaping @Sendable () -> Trust, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) -> IssuerKeys {
        IssuerKeys(
            now: now,
            report: { reason in
                logger.warning(
                    "the keys of the tokens' issuer were not read", metadata: ["issuer": "\(issuer.issuer)", "why": "\(reason)"])
            },
            fetch: {
                switch issuer.keys {
                case .file(let name): try file(folder + "/" + name)
                case .address(let url):
                    // Made for each look, minutes apart, so that a changed file of authorities counts with the next one.
                    try await document(at: url, HTTPClient(trust: try issuer.trust.map { try roots(folder + "/" + $0) } ?? trust()))
                }
            })
    }

    private static func file(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Unavailable(description: "the file is not there") }
        defer { try? handle.close() }
        // One byte more than may be, so that too many are seen.
        return [UInt8](try handle.read(upToCount: maximumBytes + 1) ?? Data())
    }

    private static func roots(_ path: String) throws -> Trust {
        let bytes = try file(path)
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            throw Unavailable(description: "the file of authorities (trust) holds no certificate in PEM")
        }
        return .pem(bytes)
    }

    private static func document(at url: String, _ client: HTTPClient) async throws -> [UInt8] {
        let answer = try await client.send(
            OutgoingRequest(
                url: url, fields: [.accept: "application/jwk-set+json, application/json"], timeout: timeout, maximumBodyBytes: maximumBytes)
        )
        guard answer.status == 200 else { throw Unavailable(description: "the address answered \(answer.status)") }
        return answer.body
    }

    private struct Unavailable: Error, CustomStringConvertible { let description: String }
}
