import Delivery
import Foundation
import MessageSignatures
import Transport

/// Who challenges the origins that clients want to be called at.
extension RealmServices {
    static func challengeWorker(_ configuration: RealmConfiguration, desk: OriginDesk, addressees: Addressees) -> ChallengeWorker {
        let transport = configuration.client
        return ChallengeWorker(
            desk: desk, signer: configuration.deliverySigner,
            ports: .init(
                mayProve: addressees.mayProve, send: { try await transport.send($0) }, now: configuration.now,
                newID: { UUID().uuidString.lowercased() }, newToken: token, spread: { Double.random(in: 0..<1) }),
            logger: configuration.logger, hooks: configuration.mode.challengeHooks)
    }

    /// 256 random bits of the operating system, as 43 characters.
    @Sendable private static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<AddressChallenge.tokenBytes).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
