import Crypto
import Documents
import Foundation
import Results
import Testing

@testable import Contracts
@testable import Verification

/// Leaves that commit to events, opened by what a history gives.
@Suite struct OpenedLeafTests {
    private static let response = """
        status: 200
        audit:
          history: core.test/one
          entries: $.changes
          leaf: $.leaf
          opening: { event: $.event, blinding: $.blinding, commitment: $.commitment }
          untold: ["{{ player }}"]
          entry: { $.reason: because }
          alike: [$.reason]
        """
    private static let blinding = [UInt8](repeating: 11, count: 32)

    /// An entry whose leaf commits to an event with that reason.
    private func entry(_ reason: String, leaf extra: [(String, Node)] = [], shown: String? = nil) -> Node {
        let event = Node.object([("id", "P-1"), ("reason", .string(reason))]).compactBytes()
        let code = HMAC<SHA256>.authenticationCode(for: event, using: SymmetricKey(data: Self.blinding))
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let leaf = Node.object([("commitment", .string(hex))] + extra).compactBytes()
        return [
            "reason": .string(shown ?? reason), "leaf": .string(Data(leaf).base64EncodedString()),
            "event": .string(Data(event).base64EncodedString()), "blinding": .string(Data(Self.blinding).base64EncodedString()),
        ]
    }

    private func codes(_ entries: [Node], player: String? = "P-1") throws -> [String] {
        var evidence = Bench.evidence()
        if let player { evidence.values["player"] = .string(player) }
        evidence.log = LogEvidence(
            history: Node.object([("changes", .array(entries))]).compactBytes(), checkpoints: [], verifierKey: "")
        let records = try Bench.records(response: Self.response, Bench.exchange(), evidence)
        return records.of("audit")?.outcome == .skipped ? ["skipped"] : records.codes
    }

    @Test func `an event that its leaf commits to is what the entry says`() throws {
        #expect(try codes([entry("other"), entry("because")]).isEmpty)
        #expect(try codes([entry("other")]) == ["audit.entry-missing"])
    }

    @Test func `an entry beside its event, and an event beside its leaf, are not believed`() throws {
        #expect(try codes([entry("because", shown: "another")]) == ["audit.entry-unlike-leaf"])
        // One wrong entry is enough, whatever the others are.
        let moved = entry("because").setting("event", entry("other")["event"] ?? .null)
        #expect(try codes([entry("because"), moved]) == ["audit.opening-wrong"])
        let blind = entry("because").setting("blinding", .string(Data(repeating: 12, count: 32).base64EncodedString()))
        #expect(try codes([blind]) == ["audit.opening-wrong"])
    }

    @Test(arguments: ["event", "blinding"])
    func `a leaf that nothing opens is told`(member: String) throws {
        #expect(try codes([entry("because").removing(member)]) == ["audit.opening-missing"])
        #expect(try codes([entry("because").setting(member, "*")]) == ["audit.opening-missing"])
    }

    @Test(arguments: ["", "00", String(repeating: "A7", count: 32), String(repeating: "a7", count: 33)])
    func `a commitment that is none is not opened`(commitment: String) throws {
        let leaf = Data(Node.object([("commitment", .string(commitment))]).compactBytes()).base64EncodedString()
        #expect(try codes([entry("because").setting("leaf", .string(leaf))]) == ["audit.opening-wrong"])
    }

    @Test func `a leaf without a commitment speaks for itself`() throws {
        let leaf = Data(#"{"reason":"because"}"#.utf8).base64EncodedString()
        #expect(try codes([["reason": "because", "leaf": .string(leaf)]]).isEmpty)
    }

    @Test(
        arguments: [
            ("id", "P-1"), ("path", "/player/P-1/limits"), ("P-1", "x"), ("ids", ["a", ["b": "P-1"]]),
        ] as [(String, Node)])
    func `a leaf that holds what it may not is told, wherever it stands`(name: String, value: Node) throws {
        #expect(try codes([entry("because", leaf: [(name, value)])]) == ["audit.leaf-tells"])
        #expect(try codes([entry("because", leaf: [(name, value)])], player: "P-2").isEmpty)
    }

    @Test func `a leaf that veils the text by escapes is told too`() throws {
        let whole = entry("because")
        let commitment = try #require(whole["leaf"]?.string.flatMap { Data(base64Encoded: $0) }).dropLast()
        let leaf = commitment + Data(##","id":"\u0050-1"}"##.utf8)
        #expect(try codes([whole.setting("leaf", .string(leaf.base64EncodedString()))]) == ["audit.leaf-tells"])
    }

    @Test func `without a value for the variable nothing is said`() throws {
        #expect(try codes([entry("because")], player: nil) == ["skipped"])
    }
}
