import Documents
import ObjectStorage
import Store
import Synchronization
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct WormCopyTests {
    @Test func `a copy is locked for seven years, whole, and verifies by itself`() async throws {
        let scene = try await WormScene()
        let copy = scene.copy()
        try await scene.record(300)
        try await scene.sequencer.publish()
        try await copy.step()
        let full: [LogCopyLayout.Part] = [.events(0), .file(TilePath(.hashes(level: 0), index: 0)), .file(TilePath(.entries, index: 0))]
        #expect(scene.bucket.keys == full.map { scene.layout.key(of: $0) })
        scene.pass(60)
        try await copy.step()
        let (findings, newest) = (try await scene.findings(), await scene.sequencer.checkpoint)
        #expect(findings.issues.isEmpty)
        #expect(findings.accepted == newest)
        #expect(findings.accepted?.size == 300)
        for key in scene.bucket.keys {
            let lock = try await scene.bucket.retention(of: key, version: nil)
            #expect(lock.mode == .compliance)
            #expect(lock.until.seconds >= Sample.start.seconds + 86_400 * (2557 + 30))
        }
    }

    @Test func `a restart puts nothing again`() async throws {
        let scene = try await WormScene()
        try await scene.record(300)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        let puts = scene.bucket.deeds.filter { if case .put = $0 { true } else { false } }
        try await scene.copy().step(isClosing: true)
        #expect(scene.bucket.deeds.filter { if case .put = $0 { true } else { false } } == puts)
        #expect(puts.count == scene.bucket.keys.count)
        let row = try await scene.store.read { try $0.wormCopy(to: "test") }
        #expect(row == WormCopyRow(destination: "test", copiedSize: 256, sealedSize: 300, objectCount: Int64(puts.count)))
    }

    @Test func `an answer that got lost is found out by comparing`() async throws {
        let lost = Mutex(true)
        let scene = try await WormScene(after: { (deed) async throws(StorageError) in
            let isFirst = lost.withLock { lost in
                defer { if case .put = deed { lost = false } }
                return lost
            }
            if case .put = deed, isFirst { throw StorageError(.unreachable, "the connection broke") }
        })
        try await scene.record(300)
        try await scene.sequencer.publish()
        let copy = scene.copy()
        await #expect(throws: StorageError(.unreachable, "")) { try await copy.step(isClosing: true) }
        try await copy.step(isClosing: true)
        #expect(try await scene.findings().issues.isEmpty)
    }

    @Test(arguments: [StorageError.Code.busy, .conflict, .unreachable])
    func `a bucket that refuses is asked again, and nothing is left out`(_ code: StorageError.Code) async throws {
        let left = Mutex(3)
        let scene = try await WormScene(before: { (deed) async throws(StorageError) in
            guard case .put = deed else { return }
            let refuses = left.withLock { left in
                left -= 1
                return left >= 0 && left % 2 == 0
            }
            if refuses { throw StorageError(code, "not now") }
        })
        try await scene.record(20)
        try await scene.sequencer.publish()
        let copy = scene.copy()
        for _ in 0..<2 {
            await #expect(throws: StorageError(code, "")) { try await copy.step(isClosing: true) }
        }
        #expect(try await scene.sequencer.publish().size == 20)
        try await copy.step(isClosing: true)
        #expect(try await scene.findings().issues.isEmpty)
    }

    @Test func `other bytes under a key of the copy are an alarm, and nothing more is put`() async throws {
        let scene = try await WormScene()
        try await scene.record(300)
        try await scene.sequencer.publish()
        scene.bucket.shadow(
            scene.layout.key(of: .file(TilePath(.entries, index: 0))), [1, 2],
            Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2600))))
        let copy = scene.copy()
        await #expect(throws: AuditError(.copyDiffers, "")) { try await copy.step() }
        let count = scene.bucket.deeds.count
        await #expect(throws: AuditError(.copyDiffers, "")) { try await copy.step() }
        #expect(scene.bucket.deeds.count == count)
        let halted = await copy.halted
        #expect(halted == AuditError(.copyDiffers, ""))
        // The platform goes on: its log is what it was.
        try await scene.record(1, from: 300)
        #expect(try await scene.sequencer.publish().size == 301)
    }

    @Test func `the right bytes without a lock are an alarm too`() async throws {
        let scene = try await WormScene()
        try await scene.record(300)
        try await scene.sequencer.publish()
        let path = TilePath(.entries, index: 0)
        scene.bucket.shadow(scene.layout.key(of: .file(path)), try #require(try scene.tiles.read(path.description)))
        await #expect(throws: AuditError(.copyDiffers, "")) { try await scene.copy().step() }
    }

    @Test func `a store that was restored to an earlier state signs nothing while the bucket knows more`() async throws {
        let scene = try await WormScene()
        try await scene.record(30)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        let behind = try await WormScene(bucket: scene.bucket)
        try await behind.record(10)
        try await behind.sequencer.publish()
        await #expect(throws: AuditError(.witnessAhead, "")) { try await behind.copy().compareHeld() }
        try await behind.record(40, from: 10)
        await #expect(throws: AuditError(.witnessAhead, "")) { try await behind.sequencer.publish() }
    }

    @Test func `a log of another history signs nothing`() async throws {
        let scene = try await WormScene()
        try await scene.record(30)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        let other = try await WormScene(bucket: scene.bucket)
        try await other.record(50, from: 500)
        try await other.sequencer.publish()
        await #expect(throws: AuditError(.logDiffers, "")) { try await other.copy().compareHeld() }
    }

    @Test func `a checkpoint that somebody else put there stops nothing`() async throws {
        let scene = try await WormScene()
        try await scene.record(3)
        try await scene.sequencer.publish()
        let stranger = try Checkpoint(origin: scene.layout.origin, size: 900, root: MerkleHash.empty)
        scene.bucket.shadow(scene.layout.key(of: .checkpoint(900)), try Sample.signer(9).sign(stranger.text))
        try await scene.copy().step(isClosing: true)
        let findings = try await scene.findings()
        #expect(findings.accepted?.size == 3)
        #expect(findings.issues.map(\.code) == [.unlocked, .malformed])
    }

    @Test func `an erasure after an upload that was cut off is no alarm`() async throws {
        let fails = Mutex(true)
        let scene = try await WormScene(after: { (deed) async throws(StorageError) in
            if case .put = deed, fails.withLock({ $0 }) { throw StorageError(.unreachable, "the connection broke") }
        })
        try await scene.record(256, about: .player("P-1"))
        try await scene.sequencer.publish()
        let copy = scene.copy()
        await #expect(throws: StorageError(.unreachable, "")) { try await copy.step() }
        try await scene.trail.erase(
            .player("P-1"),
            by: AuditEntry(
                at: Sample.start, operatorID: "northwind", subject: .own, actor: .system, action: .delete, entity: "erasure", id: "E-1"))
        try await scene.sequencer.publish()
        fails.withLock { $0 = false }
        try await copy.step(isClosing: true)
        let findings = try await scene.findings()
        #expect(findings.issues.isEmpty)
        #expect(findings.erased.count == 1)
    }

    @Test func `the lag is the age of the oldest event that is not sealed`() async throws {
        let scene = try await WormScene()
        let copy = scene.copy()
        try await scene.record(3)
        let later = Sample.start.advanced(by: .seconds(90))
        #expect(try await copy.progress(at: later).lag == 90)
        try await scene.sequencer.publish()
        try await copy.step(isClosing: true)
        #expect(try await copy.progress(at: later).lag == 0)
        try await scene.record(2, from: 3)
        #expect(try await copy.progress(at: later).lag == 87)
    }

    // MARK: What an audit of the bucket finds

    private func sealed(_ count: Int) async throws -> WormScene {
        let scene = try await WormScene()
        try await scene.record(count)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        #expect(try await scene.findings().issues.isEmpty)
        return scene
    }

    @Test func `a version or a delete marker over a tile is tampering, and the first version is read`() async throws {
        let scene = try await sealed(300)
        let (tile, bundle) = (TilePath(.hashes(level: 0), index: 0), TilePath(.entries, index: 0))
        scene.bucket.shadow(scene.layout.key(of: .file(tile)), [UInt8](repeating: 0, count: 8192))
        scene.bucket.hide(scene.layout.key(of: .file(bundle)))
        let findings = try await scene.findings()
        #expect(Set(findings.issues.map(\.code)) == [.shadowed, .hidden])
        #expect(findings.accepted?.size == 300)
    }

    @Test func `what is lost is missed`() async throws {
        for part: LogCopyLayout.Part in [
            .file(TilePath(.entries, index: 0)), .events(0), .partialEvents(300), .partial(300, TilePath(.entries, index: 1, width: 44)),
        ] {
            let scene = try await sealed(300)
            scene.bucket.lose(scene.layout.key(of: part))
            let issues = try await scene.findings().issues
            #expect(!issues.isEmpty, "\(part)")
        }
        let scene = try await sealed(300)
        scene.bucket.lose(scene.layout.key(of: .checkpoint(300)))
        #expect(try await scene.findings().issues.map(\.code).contains(.missing))
    }

    @Test func `changed bytes do not lead to the checkpoint`() async throws {
        let scene = try await sealed(300)
        let key = scene.layout.key(of: .file(TilePath(.entries, index: 0)))
        var bytes = try #require(scene.bucket.oldest(key))
        bytes[100] ^= 1
        scene.bucket.lose(key)
        scene.bucket.shadow(key, bytes, Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2600))))
        #expect(try await scene.findings().issues.contains { $0.code == .log })
    }

    @Test func `a lock that anybody could lift, or that ends early, is named`() async throws {
        let scene = try await sealed(3)
        let key = scene.layout.key(of: .partialEvents(3))
        let bytes = try #require(scene.bucket.oldest(key))
        for (lock, code) in [
            (nil, LogCopyIssue.Code.unlocked),
            (Retention(.governance, until: Sample.start.advanced(by: .seconds(86_400 * 2600))), .unlocked),
            (Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2500))), .shortLock),
        ] as [(Retention?, LogCopyIssue.Code)] {
            scene.bucket.lose(key)
            scene.bucket.shadow(key, bytes, lock)
            #expect(try await scene.findings().issues.map(\.code) == [code])
        }
    }

    @Test func `an object that belongs to no copy is named`() async throws {
        let scene = try await sealed(3)
        scene.bucket.shadow(scene.layout.root + "notes.txt", [1])
        #expect(try await scene.findings().issues.map(\.code) == [.stranger])
    }
}
