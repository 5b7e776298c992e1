package import Documents
package import Logging
package import ObjectStorage
package import Store
import TransparencyLog

/// Keeps a copy of the log in a bucket with Object Lock, where nobody can change or delete it for seven years: the platform neither, and
/// nobody who takes over its machine.
///
/// Runs beside publishing, which never waits for it. A bucket that cannot be reached is asked again; one that has something else under a
/// key of the copy is an alarm, and nothing more is put there until somebody has looked. No key of a subject ever goes there.
package actor WormCopy {
    /// What a copy is made by.
    package struct Configuration: Sendable {
        /// The bucket's address with the prefix: what progress is kept under.
        package let destination: String
        /// The keys of the copy.
        package let layout: LogCopyLayout
        /// For how many days each object is locked; at least `LogCopyLayout.minimumDays` and `spareDays` together.
        package let days: Int
        /// How long entries wait at most before they are sealed, 1 to 60 seconds.
        package let pace: Duration

        package init(
            destination: String, layout: LogCopyLayout, days: Int = LogCopyLayout.minimumDays + LogCopyLayout.spareDays,
            pace: Duration = .seconds(60)
        ) {
            precondition(days >= LogCopyLayout.minimumDays + LogCopyLayout.spareDays, "a lock is never shorter than seven years")
            self.destination = destination
            self.layout = layout
            self.days = days
            self.pace = pace
        }
    }

    /// After a failure the bucket is left alone for at most so many rounds.
    static let longestPause = 60

    let configuration: Configuration
    let bucket: any LockedStore
    let store: PlatformStore
    let sequencer: Sequencer
    let logger: Logger
    let now: @Sendable () -> Timestamp
    private var hasCompared = false
    /// Nil until it was read from the store.
    private var reach: WormPlan.Reach?
    private var erasedThere: Set<Int64> = []
    private var alarm: AuditError?

    /// - Parameter now: of this machine's clock, whatever time the realm has: locks end by the bucket's.
    package init(
        _ configuration: Configuration, bucket: any LockedStore, store: PlatformStore, sequencer: Sequencer, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.bucket = bucket
        self.store = store
        self.sequencer = sequencer
        self.logger = logger
        self.now = now
    }

    /// Why nothing is put into the bucket any more; nil while all is well.
    package var halted: AuditError? { alarm }

    /// Copies once each `interval` until the task is cancelled; after failures less often.
    /// - Throws: `AuditError` when the log must not go on, since the bucket knows more of it.
    package func run(each interval: Duration = .seconds(1)) async throws {
        var failures = 0
        while !Task.isCancelled, alarm == nil {
            var pause = interval
            do {
                pause = try await step() ? .zero : interval
                failures = 0
            } catch let error as AuditError where [.witnessAhead, .logDiffers].contains(error.code) {
                throw error
            } catch {
                if Task.isCancelled { return }
                logger.warning("the WORM copy waits", metadata: ["reason": "\(error)", "destination": "\(configuration.destination)"])
                pause = interval * min(Self.longestPause, 1 << min(failures, 6))
                failures += 1
            }
            do { try await Task.sleep(for: pause) } catch { return }
        }
    }

    /// Puts into the bucket what is due; at the end all there is.
    /// - Returns: whether there is more to be put at once.
    /// - Throws: `AuditError` as `run`, or `copy-differs`, after which nothing is put any more; `StorageError`, `LogError`, `StoreError`
    ///   when a medium failed: try again later.
    @discardableResult
    package func step(isClosing: Bool = false) async throws -> Bool {
        if let alarm { throw alarm }
        try await compareHeld()
        var reach = try await known()
        guard let newest = await sequencer.checkpoint, newest.size > reach.sealed,
            let (checkpoint, note) = try await sequencer.published()
        else { return false }
        if reach.waitingSince == nil { reach.waitingSince = now() }
        self.reach = reach
        let plan = WormPlan(reach: reach, size: checkpoint.size, now: now(), pace: configuration.pace, isClosing: isClosing)
        guard !plan.parts.isEmpty else { return plan.goesOn }
        do {
            if plan.sealed != nil { try await putErased() }
            for part in plan.parts { try await put(part, try await bytes(of: part, note)) }
        } catch let error as AuditError where error.code == .copyDiffers {
            alarm = error
            logger.critical("the WORM copy is not this log's: nothing is put there any more", metadata: ["reason": "\(error)"])
            throw error
        }
        let (copied, sealed) = (plan.copied, plan.sealed ?? reach.sealed)
        try await store.write { [configuration] transaction in
            try transaction.reach(copied: copied, sealed: sealed, in: configuration.destination)
        }
        // Entries that came while this was put wait from now on.
        self.reach = .init(copied: copied, sealed: sealed, waitingSince: plan.sealed == nil ? reach.waitingSince : nil)
        return plan.goesOn
    }

    /// Puts into the bucket all there is; gives up after `limit`, and leaves what remains to the next start.
    package func finish(within limit: Duration = .seconds(10)) async {
        // Not a child: the task that ends the platform is cancelled, and its children would be.
        let work = Task { while try await step(isClosing: true) {} }
        let clock = Task {
            try await Task.sleep(for: limit)
            work.cancel()
        }
        do { try await work.value } catch {
            logger.warning("the WORM copy is behind at the end", metadata: ["reason": "\(error)"])
        }
        clock.cancel()
    }

    /// Holds the newest checkpoint that the bucket has against the log, once; before the first is signed, and before anything is put.
    /// - Throws: `AuditError` `witness-ahead`, `log-differs`: nothing is signed any more then. `StorageError` when the bucket cannot be
    ///   asked.
    package func compareHeld() async throws {
        guard !hasCompared else { return }
        let sealed = try await known().sealed
        if let held = try await newestHeld(from: sealed) {
            try await sequencer.compare(held, of: "the WORM copy in \(configuration.destination)")
        }
        hasCompared = true
    }

    private func known() async throws -> WormPlan.Reach {
        if let reach { return reach }
        let row = try await store.read { [configuration] in try $0.wormCopy(to: configuration.destination) }
        let read = WormPlan.Reach(copied: row.copiedSize, sealed: row.sealedSize)
        reach = read
        return read
    }

    /// Tells the bucket which subjects' keys were destroyed, so that no backup of keys brings one back. The log's key signs it: a list of
    /// somebody else would have a restoration lose events.
    private func putErased() async throws {
        let numbers = try await store.read { try $0.destroyedSubjectKeys() }.filter { !erasedThere.contains($0) }
        guard !numbers.isEmpty else { return }
        for start in stride(from: 0, to: numbers.count, by: LogCopyStatement.maximumNumbers) {
            let part = Array(numbers[start..<min(start + LogCopyStatement.maximumNumbers, numbers.count)])
            let statement = LogCopyStatement.erased(part)
            let signer = sequencer.signer
            try await put(.erased(statement.hash(origin: signer.name)), try statement.signed(by: signer))
            erasedThere.formUnion(part)
        }
    }

    private func bytes(of part: LogCopyLayout.Part, _ note: SignedNote) async throws -> [UInt8] {
        switch part {
        case .file(let path), .partial(_, let path): try await file(path)
        case .events(let bundle): try await events(from: bundle << 8, count: TilePath.fullWidth)
        case .partialEvents(let size): try await events(from: size & ~0xFF, count: Int(size & 0xFF))
        case .checkpoint: note.bytes
        case .erased: preconditionFailure("no plan names what was erased")
        }
    }

    private func file(_ path: TilePath) async throws -> [UInt8] {
        try await sequencer.onFiles { [tiles = sequencer.tiles] in
            guard let bytes = try tiles.read(path.description) else {
                throw LogError(.missing, "a file that was published is gone", path: path.description)
            }
            return bytes
        }
    }

    private func events(from first: Int64, count: Int) async throws -> [UInt8] {
        let events = try await store.read { try $0.auditEvents(from: first, limit: count) }
        guard events.count == count else { throw AuditError(.storeBehind, "events \(first) and after are not all in the database") }
        return try EventCopy.bytes(of: events, signer: sequencer.signer)
    }
}
