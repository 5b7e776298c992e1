/// One file of a log that is not what the rest of the log says it is.
package struct LogIssue: Sendable, Hashable {
    /// `missing`, `malformed`, `inconsistent`, `wrongSignature`, …: as the error of that name.
    package let code: LogError.Code
    /// The file within the log; for damage that cannot be narrowed down to one of two files there is an issue for each.
    package let path: String
    package let message: String

    init(_ code: LogError.Code, path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    init(_ error: LogError, path: String) {
        self.init(error.code, path: error.path ?? path, error.message)
    }
}

extension LogIssue: CustomStringConvertible {
    package var description: String { "\(path): \(code.rawValue): \(message)" }
}

extension LogReader {
    /// Reads every file, derives every hash anew from the entries, and names each file that does not fit; empty when all is well.
    ///
    /// Without a verifier the checkpoint's signature is not examined. A store that can list its files is also searched for files that the
    /// tree does not need: superseded partial files must agree with what came after, files beyond the checkpoint with one another, and
    /// anything else under `tile/` is reported. At most `limit` issues are gathered. Reads each file once or twice; linear in the log.
    package func audit(verifier: NoteVerifier? = nil, limit: Int = 1000) -> [LogIssue] {
        audit(policy: verifier.map(LogPolicy.init(log:)), limit: limit)
    }

    /// The same, with the checkpoint's signature and cosignatures held against a policy; nil examines neither.
    ///
    /// - Parameter progress: told how many entries of how many were examined, once for each bundle.
    package func audit(
        policy: LogPolicy?, limit: Int = 1000, progress: @escaping (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) -> [LogIssue] {
        var audit = LogAudit(store: store, limit: limit, progress: progress)
        audit.run(policy: policy)
        return audit.issues
    }
}

/// The state of one audit.
struct LogAudit {
    let store: any TileStore
    let limit: Int
    private let progress: (_ done: Int64, _ total: Int64) -> Void
    private(set) var issues: [LogIssue] = []
    /// Files that were held against the tree.
    private var examined: Set<String> = []

    init(store: any TileStore, limit: Int, progress: @escaping (_ done: Int64, _ total: Int64) -> Void) {
        self.store = store
        self.limit = limit
        self.progress = progress
    }

    mutating func run(policy: LogPolicy?) {
        let listed = listing()
        let checkpoint = readCheckpoint(policy: policy)
        // With a checkpoint that cannot be read the files still have to fit together, as far as they reach.
        let size = checkpoint?.size ?? Self.reach(of: listed)
        var derivation = TreeDerivation(TileLoader(store, size: size), root: checkpoint?.root)
        derivation.run(limit: limit, progress: progress) { issues.append($0) }
        examined.formUnion(derivation.examined)
        if let root = checkpoint?.root, derivation.isComplete, derivation.root != root {
            report(LogIssue(.inconsistent, path: checkpointPath, "the entries lead to root \(derivation.root.base64), not \(root.base64)"))
        }
        for path in listed where issues.count < limit && !examined.contains(path) {
            if let issue = UnreferencedFile.issue(of: path, in: store, size: size) { report(issue) }
        }
    }

    private mutating func report(_ issue: LogIssue) {
        if issues.count < limit, !issues.contains(issue) { issues.append(issue) }
    }

    private mutating func listing() -> [String] {
        guard let store = store as? any ListableTileStore else { return [] }
        do {
            return try store.tilePaths()
        } catch {
            report(LogIssue(error, path: "tile"))
            return []
        }
    }

    /// The checkpoint when it can be relied on: readable and, with a policy, accepted by it.
    private mutating func readCheckpoint(policy: LogPolicy?) -> Checkpoint? {
        do throws(LogError) {
            guard let note = try store.read(checkpointPath) else { throw LogError(.missing, "there is no checkpoint") }
            if let policy { return try policy.open(note).checkpoint }
            return try Checkpoint(text: try SignedNote(parsing: note).text)
        } catch {
            report(LogIssue(error, path: checkpointPath))
            return nil
        }
    }

    /// How many entries the bundles listed can hold.
    private static func reach(of paths: [String]) -> Int64 {
        paths.compactMap { try? TilePath(parsing: $0) }.filter { $0.kind == .entries }
            .filter { $0.index < Int64.max >> 8 }.map { $0.index << 8 + Int64($0.width) }.max() ?? 0
    }
}
