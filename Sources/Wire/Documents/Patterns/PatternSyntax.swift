/// What a pattern says, as a tree.
indirect enum PatternSyntax: Sendable {
    case empty
    case scalars(ScalarSet)
    case sequence([PatternSyntax])
    case alternatives([PatternSyntax])
    /// No `most` means any number.
    case repeated(PatternSyntax, least: Int, most: Int?)
    case assertion(Assertion)
    case look(Look, PatternSyntax)
    /// `\1` or `\k<name>`.
    case backReference

    /// A condition on the spot between two scalars.
    enum Assertion: Sendable { case start, end, wordBoundary, noWordBoundary }

    /// A condition on the text before or behind a spot.
    struct Look: Sendable {
        let isBehind: Bool
        let isNegated: Bool
    }
}
