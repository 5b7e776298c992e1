import Foundation
import Results
import TransparencyLog

/// Whom `assay audit verify` trusts: what its options `--key` and `--policy` come to.
struct AuditTrust {
    let policy: LogPolicy

    /// Throws `EarlyExit` with 2 for a key that is none, or that the policy does not list, and 3 for a policy that cannot be read.
    init(key: String?, policy path: String?) throws {
        let verifier = try key.map(Self.verifier)
        guard let path else {
            guard let verifier else { throw EarlyExit(.usage, "say whom to trust: --key, --policy or both") }
            policy = LogPolicy(log: verifier)
            return
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw EarlyExit(.invalidFile, "--policy: cannot read \(path)") }
        let read: LogPolicy
        do { read = try LogPolicy(parsing: [UInt8](data)) } catch { throw EarlyExit(.invalidFile, "--policy: \(path): \(error.message)") }
        guard let verifier else {
            guard !read.logs.isEmpty else { throw EarlyExit(.usage, "--policy: \(path) names no log: say which by --key") }
            policy = read
            return
        }
        guard read.logs.isEmpty || read.logs.contains(verifier) else {
            throw EarlyExit(.usage, "--key: \(path) names other logs than \(verifier.name): take the key from it, or leave --key out")
        }
        policy = read.only(verifier)
    }

    private static func verifier(_ key: String) throws -> NoteVerifier {
        let text = FileManager.default.contents(atPath: key).map { String(decoding: $0, as: UTF8.self) } ?? key
        do {
            return try NoteVerifier(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw EarlyExit(.usage, "--key: \(error)")
        }
    }
}
