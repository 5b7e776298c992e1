/// What a finding code, a verdict or an exit code means.
package struct Explanation: Sendable, Hashable {
    /// The codes that mean this: `signature.expired`, `Non-conformant`, `11`.
    package let codes: [String]
    /// What is so when it occurs.
    package let meaning: String
    /// How it is mended.
    package let remedy: String
    /// An example without it.
    package let accepted: String
    /// An example with it.
    package let refused: String
}
