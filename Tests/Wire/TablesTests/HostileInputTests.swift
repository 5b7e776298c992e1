import Documents
import Testing

@testable import Tables

/// Tables and rules made to do harm: each is refused within a limit, with the line where it was passed.
@Suite struct HostileInputTests {
    private func refusal(_ bytes: [UInt8], _ limits: CSVLimits = .standard) -> TableError? {
        do throws(TableError) {
            _ = try CSVReader.read(bytes, limits: limits)
            return nil
        } catch { return error }
    }

    @Test func `a file of more bytes than the limit is refused before it is looked at`() {
        let refused = refusal([UInt8](repeating: 0, count: 1001), CSVLimits(maximumBytes: 1000))
        #expect(refused?.code == .tooLarge)
    }

    @Test(arguments: ["", "\""])
    func `a field without end is refused at the limit`(quote: String) {
        let refused = refusal(Array((quote + String(repeating: "x", count: 3_000_000)).utf8))
        #expect(refused?.code == .tooLarge && refused?.line == 1)
    }

    @Test func `fields and records without end are refused at the limit`() {
        #expect(refusal(Array(String(repeating: ",", count: 1_000_000).utf8))?.code == .tooLarge)
        let records = refusal(Array(String(repeating: "a\n", count: 1_000).utf8), CSVLimits(maximumRecords: 999))
        #expect(records?.code == .tooLarge && records?.line == 1000)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xFF],
        ] as [[UInt8]])
    func `ill-formed UTF-8 is refused in its line`(sequence: [UInt8]) {
        let refused = refusal(Array("a\nb".utf8) + sequence + Array("\n".utf8))
        #expect(refused?.code == .encoding && refused?.line == 2)
    }

    @Test func `NUL is refused, in quotes and without`() {
        #expect(refusal([0x61, 0x00, 0x0A])?.code == .control)
        #expect(refusal([0x22, 0x00, 0x22, 0x0A])?.code == .control)
    }

    @Test(arguments: ["+", "-", "*", "/", " + a * "])
    func `a rule is as deep as it is long, and no longer than can be evaluated`(piece: String) throws {
        do throws(TableError) {
            _ = try RuleParser.rule("a" + String(repeating: "\(piece)a", count: 100_000) + " = 0")
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidRule && error.message.contains("at most 500 operators"), "\(error.column)")
            #expect(error.message.utf8.count < 400, "the message repeats the rule")
        }
        let longest = try RuleParser.rule("a" + String(repeating: "+a", count: 500) + " = 501")
        #expect(try longest.left.value(.init(cells: ["a": DecimalNumber(1)])) == Fraction(501, over: 1))
    }

    @Test(arguments: ["1e999999999", "99999999999999999999999999999999999999999", "0.000000000000000000000000000000000000000001"])
    func `numbers beyond 38 digits are refused`(text: String) {
        #expect(throws: TableError(.number, "")) { try DecimalNumber(parsing: text) }
    }

    @Test func `sums that leave the range are refused, not wrapped`() throws {
        let most = DecimalNumber(significand: .max, scale: 0)
        #expect(throws: TableError(.number, "")) { try most.adding(DecimalNumber(1)) }
        #expect(throws: TableError(.number, "")) { try most.adding(DecimalNumber(significand: 1, scale: 38)) }
        #expect(throws: TableError(.number, "")) { try DecimalNumber(0).subtracting(DecimalNumber(significand: .min, scale: 0)) }
        #expect(throws: TableError(.number, "")) { try Fraction(.max, over: 1).multiplied(by: try Fraction(2, over: 1)) }
        #expect(throws: TableError(.number, "")) { try Fraction(.max, over: 1).rounded(to: 20) }
    }
}
