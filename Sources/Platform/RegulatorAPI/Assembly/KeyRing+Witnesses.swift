import Access
import Foundation
import TransparencyLog

extension KeyRing {
    /// The witnesses of a realm's log and how many of them must cosign: `log-REALM.policy` (c2sp.org/tlog-policy), none when there is no file.
    ///
    /// Throws `PlatformStartError` for a file that is no policy, that is of other logs, or that has a witness at an address without TLS.
    func witnessPolicy(of realm: Realm.Name, log: NoteVerifier) throws -> LogPolicy? {
        let name = "\(directory)/log-\(realm.rawValue).policy"
        guard FileManager.default.fileExists(atPath: name) else { return nil }
        // Without its witnesses the log would go on as if none had been asked for.
        guard let data = FileManager.default.contents(atPath: name) else { throw PlatformStartError("\(name) cannot be read") }
        let policy: LogPolicy
        do { policy = try LogPolicy(parsing: [UInt8](data)) } catch { throw PlatformStartError("\(name): \(error.message)") }
        guard policy.logs.isEmpty || policy.logs.contains(log) else {
            throw PlatformStartError("\(name) names other logs than this one, \(log.verifierKey)")
        }
        for witness in policy.witnesses {
            guard let url = policy.url(of: witness), !Self.isProtected(url) else { continue }
            throw PlatformStartError("\(name): \(witness.name) needs an https address, or a loopback one; got \(url)")
        }
        return policy.only(log)
    }

    /// Whether nobody on the way can answer in the witness's place.
    private static func isProtected(_ url: String) -> Bool {
        if url.hasPrefix("https://") { return true }
        guard url.hasPrefix("http://") else { return false }
        let authority = url.dropFirst("http://".count).prefix { $0 != "/" }
        return ["127.0.0.1", "localhost", "[::1]"].contains { authority == $0 || authority.hasPrefix($0 + ":") && !authority.contains("@") }
    }
}
