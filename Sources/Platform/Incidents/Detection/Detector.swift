import SourceData

/// What looks for incidents in the operator's tables.
package enum Detector: String, Sendable, Hashable, CaseIterable {
    /// Returns of games that chance does not explain.
    case returns
    /// Draws that are not even, not independent, or missing.
    case draws
    /// Play, deposits, logins and marketing during an exclusion.
    case exclusions
    /// Payments made small to stay below a threshold.
    case structuring
    /// Players' funds that are not covered.
    case funds

    /// The type of incident that a finding opens, as in `types.yaml`.
    package var incidentCode: String {
        switch self {
        case .returns: "GAM-RTP"
        case .draws: "GAM-RNG"
        case .exclusions: "RG-EXCL"
        case .structuring: "AML-STR"
        case .funds: "FND-SHRT"
        }
    }

    /// Without whose rows nothing can be said.
    var feeds: Set<Feed> {
        switch self {
        case .draws: [.rng]
        case .exclusions: [.transactions, .checks]
        case .returns, .structuring, .funds: [.transactions]
        }
    }

    /// Whether it tests rounds or draws by chance: then each window is looked at once, because looking again until something is found
    /// would find something. What the others find stays the same however often they look.
    var judgesByChance: Bool { self == .returns || self == .draws }
}
