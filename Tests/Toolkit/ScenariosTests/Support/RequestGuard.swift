import Documents
import HTTPTypes
import MessageSignatures
import Synchronization
import Transport

@testable import Scenarios

/// Tells in which way a signed request is spoilt, by the names that negative checks have.
struct RequestGuard: Sendable {
    let key: VerificationKey
    let now: @Sendable () -> Timestamp

    func fault(of request: OutgoingRequest) -> String? {
        guard let signature = (try? MessageSignature.all(in: request.fields))?.first else { return "signature.missing" }
        if signature.parameters.keyID != key.keyID { return "signature.unknown-key" }
        if (signature.parameters.created ?? 0) < now().seconds - 300 { return "signature.stale" }
        if (signature.parameters.created ?? 0) > now().seconds + 5 { return "signature.future" }
        if !signature.components.map(\.description).contains(#""content-digest""#) { return "signature.uncovered-body" }
        let message = SignedMessage.request(method: request.method, targetURI: request.url, fields: request.fields)
        let verified = try? signature.verify(
            message, keys: KeySet([key]), now: now(), maximumAge: .seconds(300), skew: .seconds(5), allowed: Set([.ed25519]))
        if verified == nil { return "signature.wrong-key" }
        do { try ContentDigest.check(request.fields[.contentDigest], body: request.body) } catch { return "signature.altered-body" }
        return nil
    }

    func bodyFault(of request: OutgoingRequest) -> String? {
        guard let document = try? JSONReader.read(request.body) else {
            return request.body.starts(with: [UInt8](repeating: UInt8(ascii: "["), count: 9)) ? "limits.deep" : "schema.truncated"
        }
        return document.array == nil ? nil : "schema.array"
    }

    func nonce(of request: OutgoingRequest) -> String? {
        (try? MessageSignature.all(in: request.fields))?.first?.parameters.nonce
    }
}

/// The nonces that a subject has seen.
final class Nonces: Sendable {
    private let seen = Mutex<Set<String>>([])

    func isFresh(_ nonce: String?) -> Bool {
        guard let nonce else { return true }
        return seen.withLock { $0.insert(nonce).inserted }
    }
}
