import Testing

@testable import TransparencyLog

@Suite struct EntryBundleTests {
    @Test func `entries of every length up to the limit come back`() throws {
        let entries: [[UInt8]] = [[], [1], Array(repeating: 7, count: 256), Array(repeating: 9, count: EntryBundle.maximumEntryBytes)]
        #expect(try EntryBundle.decode(try EntryBundle.encode(entries)) == entries)
        #expect(try EntryBundle.decode([]) == [])
    }

    @Test func `an entry too long for its length is refused`() {
        #expect(throws: LogError(.tooLarge, "")) { try EntryBundle.encode([Array(repeating: 0, count: 65_536)]) }
        #expect(throws: LogError(.tooLarge, "")) { try EntryBundle.encode(Array(repeating: [], count: 257)) }
    }

    @Test func `bytes that end early or hold too much are refused`() {
        for bytes: [UInt8] in [[0], [0, 1], [0, 2, 9], [0, 1, 9, 0], Array(repeating: 0, count: 514), [0xFF, 0xFF]] {
            #expect(throws: LogError(.malformed, "")) { try EntryBundle.decode(bytes) }
        }
    }
}
