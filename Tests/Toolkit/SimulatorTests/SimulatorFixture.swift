import Contracts
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Results
import Scenarios
import Transport

@testable import Simulator

/// A platform of two interactions, written for these tests: one to ask, one that calls back.
enum Fixture {
    static let now = Timestamp(milliseconds: 1_795_000_000_000)

    private static let contract = """
        schema_version: 1
        id: core.sample
        title: Sample
        pack: core
        interactions:
          - id: ask
            title: Something is asked
            must: [REQ-API-005]
            as: regulator
            request:
              post: /ask
              body: { application/json: { callback_url: "{{ callback_url }}" } }
            response: { status: 202, body: { application/json: { match: { $.state: accepted } } } }
          - id: answer
            title: Something is answered
            kind: webhook
            must: [REQ-API-005]
            request:
              post: "{{ callback_url }}"
              body: { application/json: { match: { $.total: { type: integer } } } }
            signature: { scheme: rfc9421, covers: ["@method", "@target-uri", content-digest], keys: jwks, created_within: 5m }
            delivery: { within: 30s, attempts: at-least-once, acknowledge: 202 }
          - id: other
            title: Something else is told
            kind: webhook
            must: [REQ-API-005]
            request: { post: "{{ callback_url }}", body: { application/json: { match: { $.nothing: alike } } } }
            delivery: { attempts: at-least-once, acknowledge: 202 }
        """

    private static let folder = FileManager.default.temporaryDirectory
        .appending(path: "assay-simulator-\(ProcessInfo.processInfo.processIdentifier)")

    /// The library as it is read from a file of a folder of its own.
    static let library: ContractLibrary = {
        atexit { try? FileManager.default.removeItem(at: Fixture.folder) }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data(contract.utf8).write(to: folder.appending(path: "sample.contract.yaml"))
        let (library, findings) = ContractLibrary.load(paths: [folder.path], content: folder.path)
        for finding in findings { print("fixture: \(finding.source?.reference ?? "") \(finding.message)") }
        return library
    }()

    static func key() throws -> SigningKey { try SigningKey.generate(.ed25519, keyID: "platform-1") }

    static func profile(key: SigningKey) -> Profile {
        let jwks = String(decoding: KeySet([key.verificationKey]).jwks().compactBytes(), as: UTF8.self)
        return Profile(
            name: "Sample <platform>", platform: Profile.Platform(baseURL: "https://platform.invalid", jwks: .text(jwks)),
            identities: [Identity(name: "regulator"), Identity(name: "other-regulator")], states: .manual)
    }

    /// A callback as the contract wants it, signed at `created`.
    static func callback(to url: String, key: SigningKey, body: String = "{\"total\":3}", created: Timestamp = now) throws
        -> OutgoingRequest
    {
        var request = OutgoingRequest(method: "POST", url: url, body: Array(body.utf8))
        request.fields[.contentType] = "application/json"
        request.fields[try field("Content-Digest")] = ContentDigest.value(for: request.body)
        let (input, signature) = try MessageSignature.sign(
            .request(method: "POST", targetURI: url, fields: request.fields),
            covering: ["@method", "@target-uri", "content-digest"].map { try Component(parsing: $0) },
            parameters: SignatureParameters(created: created.seconds, keyID: key.keyID), key: key)
        request.fields[try field("Signature-Input")] = input
        request.fields[try field("Signature")] = signature
        return request
    }

    static func reception(_ request: OutgoingRequest, at time: Timestamp = now, number: Int = 1) -> Reception {
        Reception(
            number: number, mailbox: "m", method: request.method, targetURI: request.url, fields: request.fields, body: request.body,
            receivedAt: time, peer: nil, remoteAddress: "127.0.0.1", answer: .accepted)
    }

    private static func field(_ name: String) throws -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { throw CocoaError(.formatting) }
        return name
    }
}

/// Answers what the test says and remembers what it was asked.
final class ScriptedPlatform: Exchanger {
    private let answer: @Sendable (OutgoingRequest) -> Result<IncomingResponse, TransportError>

    init(_ answer: @escaping @Sendable (OutgoingRequest) -> Result<IncomingResponse, TransportError>) { self.answer = answer }

    static let accepting = ScriptedPlatform { _ in
        .success(IncomingResponse(status: 202, fields: [.contentType: "application/json"], body: Array("{\"state\":\"accepted\"}".utf8)))
    }

    func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
        try answer(request).get()
    }
}
