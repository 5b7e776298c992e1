/// What an authorization server or a gate leaves out on purpose, so that whoever judges it can show that it would be noticed. None outside of a
/// sandbox whose faults are switched on.
package struct AccessWeaknesses: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Assertions are believed whoever signed them, in whichever way.
    package static let unverifiedAssertions = AccessWeaknesses(rawValue: 1 << 0)
    /// Assertions for other servers are taken, and for this one among others.
    package static let anyAudience = AccessWeaknesses(rawValue: 1 << 1)
    /// Assertions never end.
    package static let endlessAssertions = AccessWeaknesses(rawValue: 1 << 2)
    /// Assertions of a time to come are taken.
    package static let assertionsAhead = AccessWeaknesses(rawValue: 1 << 3)
    /// Not the least difference of clocks is borne.
    package static let exactClocks = AccessWeaknesses(rawValue: 1 << 4)
    /// Assertions need no identifier.
    package static let unnamedAssertions = AccessWeaknesses(rawValue: 1 << 5)
    /// An assertion is good as often as it is sent.
    package static let repeatedAssertions = AccessWeaknesses(rawValue: 1 << 6)
    /// Nobody looks whose assertion it is.
    package static let anySubject = AccessWeaknesses(rawValue: 1 << 7)
    /// A scope that is not registered is passed over.
    package static let scopesPassedOver = AccessWeaknesses(rawValue: 1 << 8)
    /// Every grant type is that of client credentials.
    package static let anyGrantType = AccessWeaknesses(rawValue: 1 << 9)
    /// Of a parameter that comes twice the last one counts.
    package static let repeatedParameters = AccessWeaknesses(rawValue: 1 << 10)
    /// Who names a client that authenticates by certificate is that client.
    package static let believedNames = AccessWeaknesses(rawValue: 1 << 11)
    /// A token is good under every certificate.
    package static let unboundTokens = AccessWeaknesses(rawValue: 1 << 12)
    /// A token counts in the query and in a form, too.
    package static let tokensAnywhere = AccessWeaknesses(rawValue: 1 << 13)
    /// The scheme of a token must be written as `Bearer`.
    package static let exactScheme = AccessWeaknesses(rawValue: 1 << 14)
    /// What was revoked stays good.
    package static let forgottenRevocations = AccessWeaknesses(rawValue: 1 << 15)
}
