import TransparencyLog

/// What was brought out of a bucket so far, and what is wrong with it.
struct LogCopyState {
    let layout: LogCopyLayout
    let verifier: NoteVerifier
    let policy: LogPolicy
    /// The sizes of the checkpoints that were there before anything else was listed.
    let sealed: Set<Int64>
    let files: any ListableTileStore
    let limit: Int
    private(set) var findings = LogCopyFindings()
    /// The sealed checkpoints that the log's key signed, by size.
    private(set) var checkpoints: [Int64: Checkpoint] = [:]
    /// The newest of those in `sealed`, and the newest that the policy accepts.
    private var (newest, accepted): (Sealed?, Sealed?)
    /// The root of the entries that what is under `events/` tells of, by its path; of what the log's key signed alone.
    private(set) var told: [String: Hash] = [:]

    private typealias Sealed = (checkpoint: Checkpoint, bytes: [UInt8])

    init(
        layout: LogCopyLayout, verifier: NoteVerifier, policy: LogPolicy, sealed: Set<Int64>, files: any ListableTileStore, limit: Int
    ) {
        self.layout = layout
        self.verifier = verifier
        self.policy = policy
        self.sealed = sealed
        self.files = files
        self.limit = limit
    }

    mutating func report(_ issues: [LogCopyIssue]) {
        findings.issues += issues.prefix(max(0, limit - findings.issues.count))
    }

    /// The sizes whose partial files count, once all checkpoints were taken in: the newest, and the newest that the policy accepts.
    var held: Set<Int64> { Set([newest, accepted].compactMap { $0?.checkpoint.size }) }

    /// Whether an object says anything that the newest sealing does not. A set that has no checkpoint is of a sealing that was cut off: where
    /// it goes beyond the newest, what it tells of events is all that there is of them.
    func needs(_ part: LogCopyLayout.Part) -> Bool {
        switch part {
        case .partial(let size, _): held.contains(size)
        case .partialEvents(let size): held.contains(size) || (checkpoints[size] == nil && size > newest?.checkpoint.size ?? .max)
        case .file, .events, .checkpoint, .erased: true
        }
    }

    /// Takes in the first version of an object. Throws `storage` when it cannot be written.
    mutating func take(_ bytes: [UInt8], as part: LogCopyLayout.Part, key: String) throws(LogError) {
        findings.objectCount += 1
        switch part {
        case .file(let path): try write(bytes, path.description, key)
        case .partial(let size, let path):
            guard TreeShape(size: size).edge.contains(path) else {
                return report([LogCopyIssue(.stranger, key, "a tree of \(size) entries has no such file")])
            }
            try write(bytes, path.description, key)
        case .events(let bundle): try tell(bytes, TilePath(.entries, index: bundle), key)
        case .partialEvents(let size):
            let width = Int(size % Int64(TilePath.fullWidth))
            guard width > 0 else { return report([LogCopyIssue(.stranger, key, "a tree of \(size) entries has no partial bundle")]) }
            try tell(bytes, TilePath(.entries, index: size / Int64(TilePath.fullWidth), width: width), key)
        case .checkpoint(let size): take(note: bytes, size, key)
        case .erased: take(erased: bytes, key)
        }
    }

    /// Holds the tiles against the newest checkpoint that the policy accepts, and all other sealed ones against the tiles.
    mutating func judge() {
        findings.sealedCount = checkpoints.count
        findings.newest = newest?.checkpoint
        findings.accepted = accepted?.checkpoint
        guard let newest, let judged = accepted ?? self.newest else {
            return report([LogCopyIssue(.missing, layout.sealedRoot, "there is no sealed checkpoint that the log's key signed")])
        }
        let size = judged.checkpoint.size
        let sizes = checkpoints.keys.filter(sealed.contains).sorted(by: >)
        do throws(LogError) {
            try files.replace(checkpointPath, judged.bytes)
            let issues = LogReader(files).audit(policy: policy, limit: limit)
            report(issues.map(LogCopyIssue.init))
            hold(sizes.filter { $0 < size })
            if newest.checkpoint.size > size {
                // Beyond what is accepted the partial files are those of the newest, which a reader finds by its checkpoint.
                try files.replace(checkpointPath, newest.bytes)
                hold(sizes.filter { $0 > size })
                try files.replace(checkpointPath, judged.bytes)
            }
        } catch {
            return report([LogCopyIssue(.log, checkpointPath, error.description)])
        }
        lookForEvents(of: size)
        findings.reach = reach(from: newest.checkpoint)
    }

    /// Every sealed checkpoint must have the root that the tree had at its size.
    private mutating func hold(_ sizes: [Int64]) {
        let reader = LogReader(files)
        for size in sizes {
            guard let checkpoint = checkpoints[size] else { continue }
            let key = layout.key(of: .checkpoint(size))
            do throws(LogError) {
                let root = try reader.root(at: size)
                guard root != checkpoint.root else { continue }
                report([LogCopyIssue(.contradicted, key, "it has root \(checkpoint.root.base64), the entries lead to \(root.base64)")])
            } catch {
                report([LogCopyIssue(error.code == .missing ? .missing : .contradicted, key, error.description)])
            }
        }
    }

    private mutating func lookForEvents(of size: Int64) {
        let width = Int64(TilePath.fullWidth)
        let reader = LogReader(files)
        for bundle in 0..<(size / width) {
            expect(TilePath(.entries, index: bundle), layout.key(of: .events(bundle)), reader, size)
        }
        let rest = Int(size % width)
        guard rest > 0 else { return }
        expect(TilePath(.entries, index: size / width, width: rest), layout.key(of: .partialEvents(size)), reader, size)
    }

    private mutating func expect(_ bundle: TilePath, _ key: String, _ reader: LogReader, _ size: Int64) {
        guard let root = told[LogCopyLayout.eventsPath(of: bundle)] else {
            return report([LogCopyIssue(.missing, key, "what \(bundle.width) entries are about is not there, or not signed")])
        }
        // A bundle that cannot be read has an issue of its own.
        guard let hashes = try? reader.bundleLeaves(of: bundle.index, size: size).hashes, MerkleHash.root(of: hashes) != root else {
            return
        }
        report([LogCopyIssue(.contradicted, key, "it is signed, and tells of other entries than \(bundle) has")])
    }

    private mutating func tell(_ bytes: [UInt8], _ bundle: TilePath, _ key: String) throws(LogError) {
        let path = LogCopyLayout.eventsPath(of: bundle)
        do throws(LogError) {
            let events = try LogCopyEvents(bytes, verifier: verifier)
            guard events.first == bundle.index * Int64(TilePath.fullWidth), events.lines.count == bundle.width else {
                throw LogError(.inconsistent, "it is signed, and tells of \(events.lines.count) entries from \(events.first) on")
            }
            told[path] = events.root
        } catch {
            return report([
                LogCopyIssue(.unsigned, key, "nobody of this log tells this of its entries; it is passed over: \(error.message)")
            ])
        }
        try write(bytes, path, key)
    }

    private mutating func write(_ bytes: [UInt8], _ path: String, _ key: String) throws(LogError) {
        do throws(LogError) {
            try files.create(path, bytes)
        } catch  where error.code == .conflict {
            report([LogCopyIssue(.contradicted, key, "another object has other bytes for \(path)")])
        }
    }

    private mutating func take(note bytes: [UInt8], _ size: Int64, _ key: String) {
        do throws(LogError) {
            let checkpoint = try Checkpoint.open(bytes, verifier: verifier)
            guard checkpoint.size == size else { throw LogError(.inconsistent, "it is of \(checkpoint.size) entries") }
            checkpoints[size] = checkpoint
            guard sealed.contains(size) else { return }
            if size > newest?.checkpoint.size ?? -1 { newest = (checkpoint, bytes) }
            if size > accepted?.checkpoint.size ?? -1, (try? policy.open(bytes)) != nil { accepted = (checkpoint, bytes) }
        } catch {
            report([LogCopyIssue(.malformed, key, "it is no checkpoint that the log's key signed: \(error.message)")])
        }
    }

    private mutating func take(erased bytes: [UInt8], _ key: String) {
        do throws(LogError) {
            let statement = try LogCopyStatement(bytes, verifier: verifier)
            guard case .erased(let numbers) = statement, layout.key(of: .erased(statement.hash(origin: layout.origin))) == key else {
                throw LogError(.wrongOrigin, "it is signed, and states something else")
            }
            findings.erased.formUnion(numbers)
        } catch {
            report([
                LogCopyIssue(.unsigned, key, "nobody of this log says that these keys were destroyed; it is passed over: \(error.message)")
            ])
        }
    }
}
