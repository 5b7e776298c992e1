import Documents
import Foundation
import TestSupport
import Testing
import TransparencyLog

@testable import Simulator

@Suite struct WitnessTests {
    private let fixture: WitnessFixture

    init() throws { fixture = try WitnessFixture() }

    private func lines(_ answer: Witness.Answer) throws -> [UInt8] {
        guard case .cosigned(let lines) = answer else {
            Issue.record("\(answer)")
            return []
        }
        return Array(lines.utf8)
    }

    @Test func `what is shown to continue the log is cosigned, with the time, and on the disk before it is answered`() async throws {
        let witness = try fixture.witness()
        for (old, size) in [(0, 10), (10, 40), (40, 40), (40, 64)] as [(Int64, Int64)] {
            let request = try fixture.request(old, size)
            let answer = try lines(try await witness.answer(to: request))
            let cosigned = try request.note.cosigned(by: fixture.key.witnessVerifier, answer: answer)
            #expect(try cosigned.cosignatures(by: [fixture.key.witnessVerifier]).map(\.time) == [Fixture.now.seconds])
            #expect([UInt8](try Data(contentsOf: fixture.kept)) == cosigned.bytes)
        }
        #expect(witness.verifierKey == fixture.key.witnessVerifier.verifierKey)
    }

    @Test func `nothing goes back, and nothing forks`() async throws {
        let witness = try fixture.witness()
        _ = try lines(try await witness.answer(to: try fixture.request(0, 40)))
        let before = try Data(contentsOf: fixture.kept)
        let fork = try WitnessFixture(seed: 2)
        for (request, status) in [
            (try fixture.request(0, 10), 409), (try fixture.request(10, 20), 409), (try fixture.request(0, 64), 409),
            (try fork.request(40, 40), 422), (try fork.request(40, 64), 422), (try fixture.request(0, 5, by: fixture.key), 403),
        ] {
            #expect(try await witness.answer(to: request).status == status)
        }
        #expect(try await witness.answer(to: try fixture.request(10, 20)) == .refused(.conflict(size: 40)))
        #expect(try Data(contentsOf: fixture.kept) == before)
    }

    @Test func `a restarted witness knows what the one before it cosigned`() async throws {
        do {
            let witness = try fixture.witness()
            _ = try lines(try await witness.answer(to: try fixture.request(0, 40)))
        }
        let witness = try fixture.witness()
        #expect(try await witness.answer(to: try fixture.request(0, 10)) == .refused(.conflict(size: 40)))
        #expect(try await witness.answer(to: try fixture.request(40, 64)).status == 200)
    }

    @Test func `of two requests at once exactly one is cosigned`() async throws {
        let witness = try fixture.witness()
        _ = try lines(try await witness.answer(to: try fixture.request(0, 10)))
        var old: Int64 = 10
        for _ in 0..<20 {
            let (one, other) = (try fixture.request(old, old + 1), try fixture.request(old, old + 2))
            async let first = witness.answer(to: one)
            async let second = witness.answer(to: other)
            let statuses = [try await first.status, try await second.status]
            #expect(statuses.sorted() == [200, 409], "\(statuses)")
            let kept = try Checkpoint.open([UInt8](try Data(contentsOf: fixture.kept)), verifier: fixture.log.verifier)
            #expect(kept.size == old + (statuses[0] == 200 ? 1 : 2))
            old = kept.size
        }
    }

    @Test func `one folder has one witness`() async throws {
        let witness = try fixture.witness()
        #expect(throws: LogError(.storage, "")) { try fixture.witness() }
        #expect(try await witness.answer(to: try fixture.request(0, 10)).status == 200)
    }

    @Test func `what was kept and is damaged lets nothing be cosigned`() async throws {
        let witness = try fixture.witness()
        _ = try lines(try await witness.answer(to: try fixture.request(0, 40)))
        let whole = try Data(contentsOf: fixture.kept)
        let fork = try WitnessFixture(seed: 2)
        let older = try fixture.request(0, 10).note
        let byStranger = try fork.request(0, 10).note.bytes
        var damaged: [[UInt8]] = [[], Array("\n".utf8), older.bytes, byStranger, Array(whole.dropLast())]
        for place in stride(from: 0, to: whole.count, by: 7) {
            var bytes = [UInt8](whole)
            bytes[place] ^= 1
            damaged.append(bytes)
        }
        for bytes in damaged {
            try Data(bytes).write(to: fixture.kept)
            for request in [try fixture.request(40, 64), try fixture.request(0, 5), try fixture.request(10, 20)] {
                await #expect(throws: LogError.self, "\(String(decoding: bytes, as: UTF8.self))") { try await witness.answer(to: request) }
            }
            await #expect(throws: LogError.self) { try await witness.latest(of: WitnessPath.name(of: WitnessFixture.origin)) }
            #expect([UInt8](try Data(contentsOf: fixture.kept)) == bytes)
        }
        try whole.write(to: fixture.kept)
        #expect(try await witness.answer(to: try fixture.request(40, 64)).status == 200)
    }

    @Test func `another key does not go on from what this one cosigned`() async throws {
        do {
            let witness = try fixture.witness()
            _ = try lines(try await witness.answer(to: try fixture.request(0, 40)))
        }
        let other = try NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 5, count: 32))
        let witness = try fixture.witness(key: other)
        await #expect(throws: LogError(.unsigned, "")) { try await witness.answer(to: try fixture.request(40, 64)) }
    }

    @Test func `what cannot be kept is not cosigned`() async throws {
        let witness = try fixture.witness()
        // A folder stands in the place of the file, so that no rename succeeds; read it is refused as well.
        try FileManager.default.createDirectory(at: fixture.kept, withIntermediateDirectories: true)
        await #expect(throws: LogError(.storage, "")) { try await witness.answer(to: try fixture.request(0, 10)) }
        try FileManager.default.removeItem(at: fixture.kept)
        #expect(try await witness.answer(to: try fixture.request(0, 10)).status == 200)
    }

    @Test func `lines of strangers are not kept, however many there are`() async throws {
        let witness = try fixture.witness()
        let request = try fixture.request(0, 10)
        var note = request.note.bytes
        for number in 1..<SignedNote.maximumSignatures {
            let stranger = try NoteSigner(name: "stranger.invalid/\(number)", key: [UInt8](repeating: 6, count: 32))
            note += Array(try stranger.cosignatureLine(for: request.note, time: 1).utf8)
        }
        let crowded = try WitnessRequest(oldSize: 0, proof: [], note: try SignedNote(parsing: note))
        _ = try lines(try await witness.answer(to: crowded))
        let kept = try SignedNote(parsing: [UInt8](try Data(contentsOf: fixture.kept)))
        #expect(kept.signatures.map(\.name) == [WitnessFixture.origin, "witness.invalid"])
        #expect(try await witness.answer(to: try fixture.request(10, 20)).status == 200)
    }

    @Test func `a witness needs logs, and keys of logs`() throws {
        #expect(throws: LogError(.malformed, "")) { try fixture.witness(logs: []) }
        #expect(throws: LogError(.unsupportedKey, "")) { try fixture.witness(logs: [fixture.key.witnessVerifier]) }
    }
}
