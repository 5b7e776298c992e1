import Documents
import Logging
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct WitnessRoundTests {
    /// A log with its database, and rounds over these witnesses.
    private struct Scene {
        let folder: TemporaryFolder
        let store: PlatformStore
        let tiles = MemoryTileStore()
        let sequencer: Sequencer
        let round: WitnessRound
        let policy: LogPolicy

        init(_ witnesses: [ScriptedWitness], quorum: String, hold: @escaping @Sendable () async -> Void = {}) async throws {
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            folder = try TemporaryFolder()
            store = try PlatformStore(.init(directory: folder.path))
            let log = try Sample.signer()
            sequencer = try await Sequencer(store: store, tiles: self.tiles, signer: log, logger: logger)
            let text = "log \(log.verifierKey)\n" + witnesses.map(\.line).joined() + quorum + "\n"
            policy = try LogPolicy(parsing: Array(text.utf8))
            round = WitnessRound(
                sequencer: sequencer, policy: policy,
                send: { url, body in
                    await hold()
                    guard let witness = witnesses.first(where: { url.hasPrefix($0.url) }) else { throw ScriptedWitness.Unreachable() }
                    return try witness.answer(url, body)
                }, logger: logger)
        }

        /// Puts so many further events on record and publishes; equal offsets give equal histories.
        @discardableResult func publish(_ count: Int, offset: Int = 0) async throws -> Checkpoint {
            let trail = AuditTrail(
                store: store, keys: try await Sample.keys(in: store), newEventID: { "event-\(offset)-\($0.milliseconds)" })
            let first = Int(try await store.read { try $0.auditEventCount() })
            try await store.write { transaction in
                for number in first..<(first + count) {
                    let entry = Sample.entry(number, before: nil, after: ["percentage": .integer(offset + number)])
                    _ = try trail.record(in: transaction, entry)
                }
            }
            return try await sequencer.publish()
        }

        /// The size and the cosigners of a file of the log; nil when it is not there or its quorum is not met.
        func accepted(_ path: String = "checkpoint") throws -> (size: Int64, cosigners: [String])? {
            guard let note = try tiles.read(path), let (checkpoint, cosigners) = try? policy.open(note) else { return nil }
            return (checkpoint.size, cosigners.map(\.name))
        }
    }

    private func witness(_ number: UInt8 = 1) throws -> ScriptedWitness { try ScriptedWitness(number, log: try Sample.signer().verifier) }

    private func scene(_ witness: ScriptedWitness) async throws -> Scene {
        try await Scene([witness], quorum: "quorum \(witness.key.name)")
    }

    @Test func `what was published is cosigned, from each size to the next`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.round.ask()
        #expect(witness.questions == 0, "before the first checkpoint there is nothing to ask")
        for count in [1, 1, 5, 250, 300] {
            let checkpoint = try await scene.publish(count)
            #expect(try scene.accepted() == nil, "published at once, without waiting")
            try await scene.round.ask()
            let accepted = try #require(try scene.accepted())
            #expect(accepted.size == checkpoint.size && accepted.cosigners == [witness.key.name])
            #expect(try scene.accepted(cosignedCheckpointPath)?.size == checkpoint.size)
            #expect(LogReader(scene.tiles).audit(policy: scene.policy).isEmpty)
        }
        // One question each: what the witness holds is remembered.
        #expect(witness.questions == 5)
        try await scene.round.ask()
        #expect(witness.questions == 5, "what is cosigned is not asked for again")
    }

    @Test func `the newest cosigned checkpoint is kept while a newer one has no cosignature yet`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(3)
        try await scene.round.ask()
        try await scene.publish(4)
        #expect(try scene.accepted() == nil)
        #expect(try scene.accepted(cosignedCheckpointPath)?.size == 3)
        // Cosigned while the next was published: it is kept all the same, and does not come back as the newest.
        let (checkpoint, note) = try #require(try await scene.sequencer.published())
        let line = Array(try witness.key.cosignatureLine(for: note, time: 5).utf8)
        try await scene.publish(2, offset: 50)
        let late = try note.cosigned(by: witness.key.witnessVerifier, answer: line)
        try await scene.sequencer.add(late, of: checkpoint, hasQuorum: true)
        #expect(try scene.accepted(cosignedCheckpointPath)?.size == 7)
        #expect(try Checkpoint.open(#require(try scene.tiles.read("checkpoint")), verifier: Sample.signer().verifier).size == 9)
    }

    @Test func `a witness that is down is left alone longer and longer, and publishing goes on`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        witness.follow(ScriptedWitness.down)
        var asked: [Int] = []
        for number in 1...40 {
            try await scene.publish(1, offset: number)
            let before = witness.questions
            try await scene.round.ask()
            if witness.questions > before { asked.append(number) }
        }
        #expect(asked == [1, 3, 6, 11, 20, 37])
        #expect(await scene.sequencer.checkpoint?.size == 40)
        #expect(try scene.accepted() == nil && scene.tiles.read(cosignedCheckpointPath) == nil)
        #expect(await scene.round.cosignedAt == nil)
        witness.follow(nil)
        for _ in 0..<WitnessRound.longestPause + 1 { try await scene.round.ask() }
        #expect(try scene.accepted()?.size == 40)
        #expect(await scene.round.cosignedAt == 1_800_000_001)
    }

    @Test func `publishing does not wait for a witness that is slow, whose cosignature is kept all the same`() async throws {
        let witness = try witness()
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let scene = try await Scene([witness], quorum: "quorum \(witness.key.name)") {
            start.finish()
            for await _ in gate {}
        }
        try await scene.publish(2)
        async let round: Void = scene.round.ask()
        for await _ in started {}
        #expect(try await scene.publish(3, offset: 9).size == 5)
        #expect(witness.questions == 0)
        open.finish()
        try await round
        #expect(witness.size == 2)
        #expect(try scene.accepted() == nil, "the newest one is not cosigned")
        #expect(try scene.accepted(cosignedCheckpointPath)?.size == 2)
    }

    @Test func `a quorum of two is kept once both have cosigned`() async throws {
        let (one, other) = (try witness(1), try witness(2))
        let scene = try await Scene([one, other], quorum: "group both all \(one.key.name) \(other.key.name)\nquorum both")
        other.follow(ScriptedWitness.down)
        try await scene.publish(10)
        try await scene.round.ask()
        let single = try SignedNote(parsing: #require(try scene.tiles.read("checkpoint")))
        #expect(try single.cosignatures(by: scene.policy.witnesses).map(\.name) == [one.key.name])
        #expect(try scene.tiles.read(cosignedCheckpointPath) == nil)
        other.follow(nil)
        for _ in 0..<3 { try await scene.round.ask() }
        #expect(try scene.accepted()?.cosigners == [one.key.name, other.key.name])
        #expect(try scene.accepted(cosignedCheckpointPath)?.cosigners.count == 2)
        #expect(one.questions == 1)
    }

    @Test func `a log that stands still is cosigned anew`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(2)
        for _ in 0...WitnessRound.refreshAfter { try await scene.round.ask() }
        #expect(witness.questions == 2)
        let note = try SignedNote(parsing: #require(try scene.tiles.read("checkpoint")))
        #expect(try note.cosignatures(by: scene.policy.witnesses).map(\.time) == [1_800_000_002])
        #expect(await scene.round.cosignedAt == 1_800_000_002)
    }

    @Test func `a restarted round knows what was cosigned, and what the witness holds`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(2)
        try await scene.round.ask()
        let send: WitnessRound.Send = { try witness.answer($0, $1) }
        let restarted = WitnessRound(
            sequencer: scene.sequencer, policy: scene.policy, send: send, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(await restarted.cosignedAt == nil)
        try await restarted.compareHeld()
        #expect(await restarted.cosignedAt == 1_800_000_001)
        try await scene.publish(3, offset: 9)
        let before = witness.questions
        try await restarted.ask()
        #expect(witness.questions == before + 1, "no question to learn the size")
        #expect(try scene.accepted()?.size == 5)
    }

    // MARK: What contradicts the log

    /// A log of so many other events, for which the witness has already cosigned one of `held` events.
    private func restored(_ held: Int, to count: Int, offset: Int) async throws -> (Scene, ScriptedWitness) {
        let witness = try witness()
        let first = try await scene(witness)
        try await first.publish(held)
        try await first.round.ask()
        #expect(witness.size == Int64(held))
        let second = try await scene(witness)
        try await second.publish(count, offset: offset)
        return (second, witness)
    }

    @Test(arguments: [true, false])
    func `a witness that is ahead: nothing is signed any more`(atStart: Bool) async throws {
        let (scene, _) = try await restored(5, to: 3, offset: 0)
        let note = try scene.tiles.read("checkpoint")
        await #expect(throws: AuditError(.witnessAhead, "")) {
            try await atStart ? scene.round.compareHeld() : scene.round.ask()
        }
        await #expect(throws: AuditError(.witnessAhead, "")) { try await scene.publish(4, offset: 7) }
        await #expect(throws: AuditError(.witnessAhead, "")) { try await scene.sequencer.run() }
        #expect(try scene.tiles.read("checkpoint") == note)
    }

    @Test(arguments: [5, 9], [true, false])
    func `a witness of another history: nothing is signed any more`(count: Int, atStart: Bool) async throws {
        let (scene, _) = try await restored(5, to: count, offset: 1000)
        let note = try scene.tiles.read("checkpoint")
        await #expect(throws: AuditError(.logDiffers, "")) {
            try await atStart ? scene.round.compareHeld() : scene.round.ask()
        }
        await #expect(throws: AuditError(.logDiffers, "")) { try await scene.publish(4, offset: 7) }
        #expect(try scene.tiles.read("checkpoint") == note)
    }

    @Test func `the same history restored is gone on with`() async throws {
        let (scene, _) = try await restored(5, to: 9, offset: 0)
        try await scene.round.compareHeld()
        try await scene.round.ask()
        #expect(try scene.accepted()?.size == 9)
    }

    /// What a witness may say that contradicts the log of 5 entries.
    private static let claims: [(status: Int, body: String)] = [(409, "99\n"), (409, "5\n"), (422, "")]

    @Test(arguments: [(409, "5\n"), (422, "")])
    func `a contradiction is looked at: what the witness shows decides`(status: Int, body: String) async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(5)
        try await scene.round.ask()
        // Asked anew, it shows truly what it holds, and so that its word is wrong.
        witness.follow { $0 == nil ? nil : WitnessRound.Answer(status: status, body: Array(body.utf8)) }
        for _ in 0...WitnessRound.refreshAfter { try await scene.round.ask() }
        #expect(witness.questions == 2)
        #expect(try await scene.publish(1, offset: 20).size == 6)
        witness.follow(nil)
        for _ in 0..<3 { try await scene.round.ask() }
        #expect(try scene.accepted()?.size == 6)
    }

    @Test(arguments: [(409, "99\n"), (409, "5\n")])
    func `a smaller checkpoint than the one that is claimed clears nothing`(status: Int, body: String) async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(2)
        try await scene.round.ask()
        try await scene.publish(3, offset: 9)
        // It shows the checkpoint of 2 entries, which the log leads to.
        witness.follow { $0 == nil ? nil : WitnessRound.Answer(status: status, body: Array(body.utf8)) }
        let error = AuditError(body == "99\n" ? .witnessAhead : .logDiffers, "")
        await #expect(throws: error) { try await scene.round.ask() }
        await #expect(throws: error) { try await scene.publish(1, offset: 20) }
    }

    @Test(arguments: WitnessRoundTests.claims)
    func `a contradiction that cannot be looked at stands`(status: Int, body: String) async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(2)
        try await scene.round.ask()
        try await scene.publish(3, offset: 9)
        witness.follow {
            $0 == nil ? WitnessRound.Answer(status: 404, body: []) : WitnessRound.Answer(status: status, body: Array(body.utf8))
        }
        let error = AuditError(body == "99\n" ? .witnessAhead : .logDiffers, "")
        await #expect(throws: error) { try await scene.round.ask() }
        await #expect(throws: error) { try await scene.publish(1, offset: 20) }
    }

    @Test func `what a witness shows counts only with the log's own signature`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(2)
        let forged = try Checkpoint(origin: Sample.signer().name, size: 99, root: MerkleHash.leaf([0]))
        let note = try witness.key.sign(forged.text)
        witness.follow { $0 == nil ? WitnessRound.Answer(status: 200, body: note) : nil }
        try await scene.round.compareHeld()
        #expect(try await scene.publish(1, offset: 5).size == 3)
        let signed = try Sample.signer().sign(forged.text)
        witness.follow { $0 == nil ? WitnessRound.Answer(status: 200, body: signed) : nil }
        await #expect(throws: AuditError(.witnessAhead, "")) { try await scene.round.compareHeld() }
    }

    // MARK: Answers that are none

    @Test(arguments: [
        (200, ""), (200, "no line\n"), (201, ""), (400, ""), (403, ""), (404, ""), (500, ""), (302, ""), (409, ""), (409, "-1\n"),
        (409, "07\n"),
        (409, "+1\n"), (409, "99999999999999999999\n"), (409, "3"), (409, "3\n\n"),
    ])
    func `an answer that says nothing stops nothing`(status: Int, body: String) async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(5)
        let note = try scene.tiles.read("checkpoint")
        witness.follow { _ in WitnessRound.Answer(status: status, body: Array(body.utf8)) }
        try await scene.round.ask()
        #expect(try scene.tiles.read("checkpoint") == note)
        #expect(try await scene.publish(1, offset: 20).size == 6)
    }

    @Test func `a cosignature that is not good is not published`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        let five = try await scene.publish(5)
        let note = try SignedNote(parsing: #require(try scene.tiles.read("checkpoint")))
        let stranger = try self.witness(9)
        let other = try SignedNote(parsing: Sample.signer().sign(Checkpoint(origin: five.origin, size: 4, root: five.root).text))
        let right = try witness.key.cosignatureLine(for: note, time: 1)
        for answer in [
            try stranger.key.cosignatureLine(for: note, time: 1), try witness.key.cosignatureLine(for: other, time: 1),
            right + "\n" + right,
            String(right.dropLast()),
        ] {
            witness.follow { $0 == nil ? nil : WitnessRound.Answer(status: 200, body: Array(answer.utf8)) }
            for _ in 0..<WitnessRound.longestPause + 1 { try await scene.round.ask() }
            #expect(try scene.tiles.read("checkpoint") == note.bytes, "\(answer)")
            #expect(try scene.tiles.read(cosignedCheckpointPath) == nil)
        }
    }

    @Test func `a witness that refuses the size that it names itself is left alone`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(5)
        witness.follow { _ in WitnessRound.Answer(status: 409, body: Array("3\n".utf8)) }
        try await scene.round.ask()
        #expect(witness.questions == 2)
        #expect(try await scene.publish(1, offset: 20).size == 6)
    }

    @Test func `a witness that names one size after another is left alone`() async throws {
        let witness = try witness()
        let scene = try await scene(witness)
        try await scene.publish(5)
        witness.follow { body in
            guard let body, let request = try? WitnessRequest(parsing: body) else { return nil }
            return WitnessRound.Answer(status: 409, body: Array("\((request.oldSize + 1) % 5)\n".utf8))
        }
        try await scene.round.ask()
        #expect(witness.questions == 3)
        #expect(try await scene.publish(1, offset: 20).size == 6)
    }
}
