import Documents
import TestSupport
import Testing

@testable import Tables

/// Twenty thousand damaged inputs for each parser: it reads or refuses each, and what it says of it is true.
@Suite(.serialized) struct MutationTests {
    private func refusal(_ error: TableError, of bytes: [UInt8]) -> MutationOutcome {
        // Lines of YAML end with NEL, LS and PS too.
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 1
        guard (1...lines).contains(error.line) || error.line == 0, (0...(bytes.count + 1)).contains(error.column) else {
            return .broken("line \(error.line) of \(lines), column \(error.column): \(error.message)")
        }
        return error.message.isEmpty ? .broken("a refusal without words") : .refused
    }

    @Test func `CSV is written as it was read`() {
        let documents = [
            "a,b,c\r\n1,\"two\"\"s\",3\r\n,\"x\r\ny\",\r\n", "ä\n\"ö\"\n", "one\r\n\"\"\r\n", "a,b\n1,2\n3,4", "\"a\nb\",\"\",,\r\n",
        ]
        let tokens = [",", "\"", "\"\"", "\r\n", "\r", "\n", "\t", "\",\"", "\"\n\"", ",,"]
        let tally = Mutations(seed: 40, of: documents, tokens: tokens).tally { bytes in
            do throws(TableError) {
                let records = try CSVReader.read(bytes, shape: .ragged)
                var writer = CSVWriter()
                for record in records { writer.append(record.fields) }
                guard try CSVReader.read(writer.bytes, shape: .ragged).map(\.fields) == records.map(\.fields) else {
                    return .broken("reads otherwise when written")
                }
                let lines = bytes.count { $0 == 0x0A } + 1
                let isOrdered = zip(records, records.dropFirst()).allSatisfy { $0.line < $1.line }
                return isOrdered && records.allSatisfy { (1...lines).contains($0.line) }
                    ? .accepted : .broken("lines \(records.map(\.line))")
            } catch { return refusal(error, of: bytes) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `decimals are written as they were read, and sums can be undone`() {
        let documents = ["-12.340", "0", "0.00000000000000000000000000000000000001", "17014118346046923173168730371588410572", "99.99"]
        let tally = Mutations(seed: 41, of: documents, tokens: ["-", ".", "0", "00", "9", "1e5"]).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(TableError) {
                let number = try DecimalNumber(parsing: text)
                guard number.description == text || number.significand == 0 else { return .broken("written as \(number)") }
                guard try DecimalNumber(parsing: number.description) == number else { return .broken("reads otherwise") }
                for other in [DecimalNumber(1), DecimalNumber(significand: -5, scale: 2), DecimalNumber(significand: .max, scale: 0)] {
                    guard let sum = try? number.adding(other) else { continue }
                    if let difference = try? sum.subtracting(other), difference != number { return .broken("\(sum) - \(other)") }
                    if (number < sum) != (DecimalNumber.zero < other) { return .broken("\(number) and \(sum) are in the wrong order") }
                }
                return .accepted
            } catch { return error.code == .number ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    private static let schema = """
        schema_version: 1
        header: exact
        line_ending: any
        columns:
          - { name: gross, type: decimal, scale: 2, minimum: "0.00", required: true }
          - { name: fees, type: decimal, maximum_scale: 4 }
          - { name: net, type: decimal }
          - { name: at, type: timestamp, maximum: "2030-01-01T00:00:00Z" }
          - { name: code, type: string, pattern: "^[A-Z]{2}$", values: [AB, CD], maximum_length: 4 }
        rows: { minimum: 1, maximum: 10 }
        unique: [[gross, code]]
        rules:
          - net = gross - fees
          - { rule: "round(sum(net) / rows(), 2) <= 100 * -(-3)", empty: zero }
        """
    private static let table = "gross,fees,net,at,code\r\n10.00,1,9,2026-01-01T00:00:00Z,AB\r\n0.50,,0.5,,CD\r\n"

    @Test func `a schema is refused in its own words, or judges`() {
        let tokens = [
            "sum(", "rows()", "round(", "(", ")", "=", "<=", "/", "*", "-", "`net`", ", 2", "type: ", "integer", "pattern: \"(\"",
            "minimum: ", "values: []", "\n  - ", "{", "}", "scale: 39", "0.", "unique: ", "a.b", "line_ending: lf",
        ]
        let document = Array(Self.table.utf8)
        let tally = Mutations(seed: 42, of: [Self.schema], tokens: tokens).tally { bytes in
            guard let node = try? YAMLReader.read(bytes) else { return .refused }
            do throws(TableError) {
                let schema = try TableSchema(node)
                return schema.issues(in: document).allSatisfy { !$0.message.isEmpty } ? .accepted : .broken("an issue without words")
            } catch { return error.code == .number ? .broken("\(error)") : refusal(error, of: bytes) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `rules are read or refused where they are wrong`() {
        let documents = ["net = gross - fees", "round(sum(net) / rows(), 2) <= 100 * -(-3)", "`a b` + 1.50 != (x_1 - 2) / 3", "a.b >= 0"]
        let tokens = ["sum(", "rows()", "round(", "(", ")", "=", "<=", "!=", "`", "-", "--", "+", "*", "/", ",", "1.", "é", " "]
        let tally = Mutations(seed: 43, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(TableError) {
                let rule = try RuleParser.rule(text)
                return rule.text == text ? .accepted : .broken("kept as \(rule.text)")
            } catch {
                guard error.code == .invalidRule, (1...(text.unicodeScalars.count + 1)).contains(error.column) else {
                    return .broken("column \(error.column): \(error)")
                }
                return .refused
            }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a table is judged, whatever is in it`() throws {
        let schema = try TableSchema(try YAMLReader.read(Array(Self.schema.utf8)))
        let tokens = [",", "\r\n", "\"", "-0.00", "1e5", "AB", "2026-02-30T00:00:00Z", "gross", "99999999999999999999999999999999999.99"]
        let tally = Mutations(seed: 44, of: [Self.table], tokens: tokens).tally { bytes in
            let lines = bytes.count { $0 == 0x0A } + 1
            let issues = schema.issues(in: bytes, controlTotals: ["net": "9.5", "rows": "2"])
            for issue in issues where issue.message.isEmpty || !(0...(lines + 1)).contains(issue.line) { return .broken("\(issue)") }
            return issues.contains { $0.code == .unreadable } ? .refused : .accepted
        }
        #expect(tally.isSound, "\(tally)")
    }
}
