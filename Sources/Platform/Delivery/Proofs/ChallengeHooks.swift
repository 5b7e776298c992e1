package import Transport

/// Where a sandbox fault may change challenges; production always has `none`.
package struct ChallengeHooks: Sendable {
    /// Changes a challenge after it was signed.
    package var signed: @Sendable (_ request: OutgoingRequest) -> OutgoingRequest
    /// Whether whatever is answered counts as proof.
    package var takesAnyAnswer: @Sendable () -> Bool

    package init(
        signed: @escaping @Sendable (OutgoingRequest) -> OutgoingRequest, takesAnyAnswer: @escaping @Sendable () -> Bool
    ) {
        self.signed = signed
        self.takesAnyAnswer = takesAnyAnswer
    }

    /// Challenges as they should be.
    package static let none = ChallengeHooks(signed: { $0 }, takesAnyAnswer: { false })
}
