import Documents
package import Store
package import TransparencyLog

/// Holds all of a stopped platform's audit trail against itself: every file of the log, every event in the database, what was intended and
/// what is published. It only reads.
///
/// The log's files are derived anew from its bundles (`LogReader.audit`). Then each event is held against the entry that the log has for it,
/// by whichever of bundle and tile is not found wrong itself, and the events' own tree against the roots that were intended, published and
/// cosigned. What leaves commit to is sealed and not looked at here.
package struct LogExamination {
    /// What an examination is at, for who waits for it.
    package enum Stage: String, Sendable {
        case files, events
    }

    /// What was examined.
    package struct Extent: Sendable, Hashable {
        /// Events in the database.
        package let events: Int64
        /// Entries below the published checkpoint; nil without one that can be read.
        package let published: Int64?
    }

    /// Told how many of how many entries were examined.
    package typealias Progress = (_ stage: Stage, _ done: Int64, _ total: Int64) -> Void

    private static let chunk = 4096

    private let store: StoppedStore
    private let tiles: any ListableTileStore
    private let policy: LogPolicy
    private let limit: Int
    private let progress: Progress
    private var faults: [LogFault] = []

    /// - Parameters:
    ///   - policy: whose checkpoints are accepted, and by whom they must be cosigned.
    ///   - limit: at most so many faults are gathered.
    package init(
        store: StoppedStore, tiles: any ListableTileStore, policy: LogPolicy, limit: Int = 1000,
        progress: @escaping Progress = { _, _, _ in }
    ) {
        self.store = store
        self.tiles = tiles
        self.policy = policy
        self.limit = limit
        self.progress = progress
    }

    /// Everything that does not fit, files first; none when all is well.
    /// - Throws: `StoreError` when the database cannot be read at all; that it is damaged is a fault.
    package mutating func run() throws -> (extent: Extent, faults: [LogFault]) {
        let state: LogState
        let count: Int64
        do {
            for damage in try store.damages() { report(.init(.databaseDamaged, "platform.sqlite", damage)) }
            (state, count) = try store.read { (try $0.logState(), try $0.auditEventCount()) }
        } catch let error as StoreError where error.code == .damaged {
            report(.init(.databaseDamaged, "platform.sqlite", error.message))
            return (Extent(events: 0, published: nil), faults)
        }
        let published = checkpoint(checkpointPath)
        examineFiles(state, isPublished: published != nil)
        relate(published, to: state)
        let marks = marks(state, published)
        do {
            try examineEvents(count, size: published?.size ?? 0, marks)
        } catch let error as StoreError where error.code == .damaged {
            report(.init(.databaseDamaged, "platform.sqlite", error.message))
        }
        return (Extent(events: count, published: published?.size), faults)
    }

    private mutating func report(_ fault: LogFault) {
        if faults.count < limit, !faults.contains(fault) { faults.append(fault) }
    }

    // MARK: Files

    private mutating func examineFiles(_ state: LogState, isPublished: Bool) {
        let progress = progress
        let issues = LogReader(tiles).audit(policy: policy, limit: limit) { progress(.files, $0, $1) }
        // A platform that ended before its first checkpoint has none, whatever else is there.
        let isBeforeFirst = state.publishedSize == 0 && state.publishedAt == nil
        for issue in issues where !(isBeforeFirst && issue.code == .missing && issue.path == checkpointPath) { report(LogFault(issue)) }
    }

    /// The checkpoint in a file, whoever signed it; nil when there is none that can be read. What is wrong with it is said elsewhere.
    private func checkpoint(_ path: String) -> Checkpoint? {
        guard let bytes = try? tiles.read(path), let note = try? SignedNote(parsing: bytes) else { return nil }
        return try? Checkpoint(text: note.text)
    }

    private mutating func relate(_ published: Checkpoint?, to state: LogState) {
        guard let published else { return }
        if state.intendedRoot.isEmpty || published.size > state.intendedSize {
            let intended = "a checkpoint of \(published.size) entries is published, \(state.intendedSize) were intended"
            report(.init(.logAhead, checkpointPath, intended))
        } else if published.size == state.intendedSize, published.root.bytes != state.intendedRoot {
            report(.init(.rootDiffers, "log_state", "another root was intended for the \(published.size) entries that are published"))
        }
        if published.size < state.publishedSize {
            let message = "it covers \(published.size) entries, one of \(state.publishedSize) was published"
            report(.init(.checkpointBehind, checkpointPath, message))
        }
    }

    // MARK: Events

    /// A root that the events have to lead to.
    private struct Mark {
        let size: Int64
        let root: [UInt8]
        let place: String
    }

    private mutating func marks(_ state: LogState, _ published: Checkpoint?) -> [Mark] {
        var marks: [Mark] = []
        if !state.intendedRoot.isEmpty { marks.append(Mark(size: state.intendedSize, root: state.intendedRoot, place: "log_state")) }
        if let published { marks.append(Mark(size: published.size, root: published.root.bytes, place: checkpointPath)) }
        if let cosigned = examinedCosigned(published) {
            marks.append(Mark(size: cosigned.size, root: cosigned.root.bytes, place: cosignedCheckpointPath))
        }
        return marks.sorted { $0.size < $1.size }
    }

    /// The newest checkpoint with a quorum, where there is one that the log signed.
    private mutating func examinedCosigned(_ published: Checkpoint?) -> Checkpoint? {
        do throws(LogError) {
            guard let bytes = try tiles.read(cosignedCheckpointPath) else { return nil }
            var failure = LogError(.unsigned, "no log that is trusted signed it")
            for log in policy.logs {
                do throws(LogError) {
                    let cosigned = try Checkpoint.open(bytes, verifier: log)
                    if let published, cosigned.size > published.size {
                        throw LogError(.inconsistent, "it covers \(cosigned.size) entries, the published one \(published.size)")
                    }
                    return cosigned
                } catch { failure = error }
            }
            throw failure
        } catch {
            report(.init(.file(error.code), cosignedCheckpointPath, error.message))
            return nil
        }
    }

    private mutating func examineEvents(_ count: Int64, size: Int64, _ marks: [Mark]) throws {
        var entries = LoggedEntries(reader: LogReader(tiles), size: size, accused: Set(faults.map(\.place)))
        var tree = CompactRange()
        var isWhole = true
        var next: Int64 = 0
        var open = marks[...]
        settle(&open, tree)
        while next < count, faults.count < limit {
            let first = next
            let events = try store.read { try $0.auditEvents(from: first, limit: Self.chunk) }
            guard !events.isEmpty else { break }
            for event in events {
                if event.sequence != next {
                    report(.init(.eventMissing, "event \(next)", "the database has no events from here to before \(event.sequence)"))
                    isWhole = false
                }
                next = event.sequence + 1
                let leaf = MerkleHash.leaf(event.leaf)
                if !entries.have(leaf, at: event.sequence) {
                    report(.init(.eventDiffers, "event \(event.sequence)", "its leaf in the database is not the entry that the log has"))
                } else if let message = Self.inconsistency(of: event) {
                    report(.init(.eventInconsistent, "event \(event.sequence)", message))
                }
                guard isWhole else { continue }
                tree.append(leaf)
                settle(&open, tree)
            }
            progress(.events, next, count)
        }
        for mark in open where mark.size > count {
            report(.init(.storeBehind, mark.place, "it covers \(mark.size) entries, the database has \(count) events"))
        }
    }

    /// Compares and takes away the marks that the tree has come to.
    private mutating func settle(_ open: inout ArraySlice<Mark>, _ tree: CompactRange) {
        while let mark = open.first, mark.size == tree.size {
            open.removeFirst()
            guard tree.root.bytes != mark.root else { continue }
            report(.init(.rootDiffers, mark.place, "the database's events lead to another root of \(mark.size) entries"))
        }
    }

    /// Where an event's columns contradict its leaf; nil when they do not.
    private static func inconsistency(of event: AuditEventRow) -> String? {
        guard let leaf = try? JSONReader.read(event.leaf) else { return "its leaf is no JSON" }
        let told: [(String, Bool)] = [
            ("index", leaf["index"]?.integer == Int(event.sequence)), ("event_id", leaf["event_id"]?.string == event.eventID),
            ("at", leaf["at"]?.string == event.at.description), ("operator", leaf["operator"]?.string == event.operatorID),
        ]
        return told.first { !$0.1 }.map { "its column for \($0.0) does not say what its leaf says" }
    }
}

/// The leaf hashes that the log has for its entries, group by group, from files that are not found wrong.
private struct LoggedEntries {
    let reader: LogReader
    let size: Int64
    let accused: Set<String>
    private var group: Int64?
    private var candidates: [[Hash]] = []

    init(reader: LogReader, size: Int64, accused: Set<String>) {
        self.reader = reader
        self.size = size
        self.accused = accused
    }

    /// Whether the log has this leaf there. True beyond the published log, and where neither of its files can be read: that is said of them.
    mutating func have(_ leaf: Hash, at index: Int64) -> Bool {
        guard index < size else { return true }
        let width = Int64(TilePath.fullWidth)
        if group != index / width { load(index / width) }
        return candidates.isEmpty || candidates.contains { Int(index % width) < $0.count && $0[Int(index % width)] == leaf }
    }

    private mutating func load(_ group: Int64) {
        self.group = group
        let read = [try? reader.tileLeaves(of: group, size: size), try? reader.bundleLeaves(of: group, size: size)].compactMap(\.self)
        let trusted = read.filter { !accused.contains($0.path) }
        candidates = (trusted.isEmpty ? read : trusted).map(\.hashes)
    }
}
