import ArgumentParser
import Documents
import Results
import Scenarios

/// The profile of a run: from its file, or a bare provider.
struct ProfileChoice {
    let profile: String?
    let provider: String?
    let states: String?
    let isDryRun: Bool
    /// Brought along in place of the profile's own.
    var grant: GrantSource?

    func load() throws -> Profile {
        if let profile {
            guard provider == nil else { throw ValidationError("--profile and --provider exclude each other") }
            let (loaded, findings) = Profile.load(profile, grant: grant)
            if !findings.isEmpty, findings.allSatisfy(\.isOfProductionGuard) {
                Console.report(findings)
                throw EarlyExit(.refusedByGuard, "nothing was sent")
            }
            try ContentOption.refuse(findings)
            guard let loaded else { throw EarlyExit(.invalidFile, "\(profile): not a profile") }
            let lapses = loaded.lapses(at: .wall)
            if !lapses.isEmpty {
                Console.report(lapses)
                throw EarlyExit(.refusedByGuard, "nothing was sent")
            }
            return loaded
        }
        guard grant == nil else { throw ValidationError("--grant is about a platform in production: say which with --profile FILE") }
        if let provider {
            guard provider.hasPrefix("http://") || provider.hasPrefix("https://") else {
                throw ValidationError("--provider \(provider): expected an http or https URL")
            }
            return Profile.provider(provider.hasSuffix("/") ? String(provider.dropLast()) : provider, states: states)
        }
        guard isDryRun else { throw ValidationError("say against whom: --profile FILE, or --provider URL for Pact files") }
        return Profile.provider("https://platform.invalid")
    }
}
