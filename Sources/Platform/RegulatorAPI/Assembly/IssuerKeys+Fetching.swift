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

    /// The keys of an issuer, read from a file in the folder of keys or from its address.
    static func of(
        _ issuer: ExternalIssuer, folder: String, client: HTTPClient, logger: Logger, now: @escaping @Sendable () -> Timestamp
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
                case .address(let url): try await document(at: url, client)
                }
            })
    }

    private static func file(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Unavailable(description: "the file is not there") }
        defer { try? handle.close() }
        // One byte more than may be, so that too many are seen.
        return [UInt8](try handle.read(upToCount: maximumBytes + 1) ?? Data())
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
