import ArgumentParser
import Results
import Scenarios

/// How much a run may do to the platform, said on the command line in place of the profile.
struct EffectsOption: ParsableArguments {
    @Option(
        help: """
            What cases may do to the platform, in place of `allow_effects` of the profile: read, synthetic (and read), destructive (and \
            all else). In production only read is taken.
            """)
    var allowEffects: Limit?

    /// The furthest effects allowed; all milder ones are allowed with them.
    enum Limit: String, ExpressibleByArgument, CaseIterable {
        case read, synthetic, destructive

        var effects: Set<Effects> {
            switch self {
            case .read: [.read]
            case .synthetic: [.read, .synthetic]
            case .destructive: [.read, .synthetic, .destructive]
            }
        }
    }

    /// The profile with the effects of the option; asking more than reading of production ends the command with 11.
    func applied(to profile: Profile) throws -> Profile {
        guard let limit = allowEffects else { return profile }
        let (limited, findings) = profile.allowing(limit.effects)
        guard let limited else {
            Console.report(findings)
            throw EarlyExit(.refusedByGuard, "nothing was sent")
        }
        return limited
    }
}
