import ArgumentParser
import Results
import Scenarios

/// How much a run may do to the platform, said on the command line in place of the profile.
struct EffectsOption: ParsableArguments {
    @Option(
        help: """
            What cases may do to the platform, in place of `allow_effects` of the profile: read, synthetic (and read), destructive (and \
            all else). In production only read is taken, and what a grant gives.
            """)
    var allowEffects: Limit?

    @Option(
        help: """
            In production: a file that says who lets which cases do more than read, from when to when. It is signed by a key that \
            `grant: trust` of the profile names (FILE.jws beside it), or pinned by --grant-sha256.
            """)
    var grant: String?

    @Option(help: "With --grant: the SHA-256 of the file that you have read and stand for.")
    var grantSha256: String?

    func validate() throws {
        guard let digest = grantSha256 else { return }
        guard grant != nil else { throw ValidationError("--grant-sha256 pins a file: say which with --grant FILE") }
        guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
            throw ValidationError("--grant-sha256 \(digest): expected the 64 hexadecimal digits that sha256sum prints")
        }
    }

    /// The grant that was brought along; nil when none was.
    var brought: GrantSource? { grant.map { GrantSource(file: $0, digest: grantSha256) } }

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
