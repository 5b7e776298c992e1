import Foundation
import Testing
import TransparencyLog

@testable import ObjectStorage

@Suite struct LogCopyEventsTests {
    private static let leaves = [[UInt8]("one".utf8), [UInt8]("two".utf8)]

    private func signer() throws -> NoteSigner { try NoteSigner(name: "log.example/a", key: Array(repeating: 7, count: 32)) }

    private func object(_ leaves: [[UInt8]] = leaves, linesOf told: [[UInt8]] = leaves) throws -> [UInt8] {
        let lines = told.map { Array("{\"leaf\":\"\(Data($0).base64EncodedString())\"}".utf8) }
        return try LogCopyEvents.bytes(of: lines, leaves: leaves, from: 256, signer: signer())
    }

    @Test func `what is told reads back with its entries`() throws {
        let events = try LogCopyEvents(object(), verifier: signer().verifier)
        #expect(events.first == 256)
        #expect(events.lines.count == 2)
        #expect(try events.leaves() == Self.leaves)
        #expect(events.root == MerkleHash.node(MerkleHash.leaf(Self.leaves[0]), MerkleHash.leaf(Self.leaves[1])))
    }

    @Test func `each changed byte is found`() throws {
        let (bytes, verifier) = (try object(), try signer().verifier)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: LogError.self, "\(place)") { try LogCopyEvents(changed, verifier: verifier) }
        }
        #expect(throws: LogError.self) { try LogCopyEvents([], verifier: verifier) }
        #expect(throws: LogError.self) { try LogCopyEvents(Array(bytes.dropFirst(23)), verifier: verifier) }
    }

    @Test func `lines with other entries than the note is over give none`() throws {
        let events = try LogCopyEvents(object(linesOf: Self.leaves.reversed()), verifier: signer().verifier)
        #expect { try events.leaves() } throws: { ($0 as? LogError)?.code == .inconsistent }
    }

    @Test func `a list of destroyed keys is no telling of events`() throws {
        let note = try LogCopyStatement.erased([3]).signed(by: signer())
        #expect(throws: LogError.self) { try LogCopyEvents([0x7B, 0x7D, 0x0A, 0x0A] + note, verifier: signer().verifier) }
    }
}
