import Documents
import Foundation
import JSONSchema

/// Reading JSON, and holding it against a schema.
enum JSONBench {
    /// One document read into a tape, or into a tree on top of it.
    static func parse(_ path: String, intoTree: Bool) throws {
        let bytes = try contents(path)
        var tape = JSONTape()
        var elements = 0
        let best = try Bench.best(of: 5) {
            if intoTree {
                elements = try JSONReader.read(bytes).array?.count ?? 0
            } else {
                try tape.read(bytes)
                elements = Int(tape.entries[0].length)
            }
        }
        Bench.report(Double(bytes.count) / 1e6 / best, verdict: elements)
    }

    /// Many small documents, one a line, each read and held against a schema with formats; the verdict alone, or every violation with its
    /// place. Reports how many documents are valid.
    static func validate(_ path: String, schema schemaPath: String, withViolations: Bool, runs: Int = 5) throws {
        let bytes = try contents(path)
        let documents = lines(of: bytes)
        let schema = try JSONSchema(JSONReader.read(contents(schemaPath)))
        var tape = JSONTape()
        var valid = 0
        let best = try Bench.best(of: runs) {
            valid = 0
            for document in documents {
                try tape.read(document)
                if withViolations ? schema.violations(of: tape).isEmpty : schema.accepts(tape) { valid += 1 }
            }
        }
        Bench.report(Double(bytes.count) / 1e6 / best, verdict: valid)
    }

    /// One document, held against a schema with formats while it is read. Reports 1 when it is valid.
    static func validateWhole(_ path: String, schema schemaPath: String) throws {
        let bytes = try contents(path)
        let schema = try JSONSchema(JSONReader.read(contents(schemaPath)))
        var isValid = false
        let best = try Bench.best(of: 5) {
            isValid = try schema.violations(in: bytes, limits: DocumentLimits(maximumBytes: .max)).isEmpty
        }
        Bench.report(Double(bytes.count) / 1e6 / best, verdict: isValid ? 1 : 0)
    }

    /// The bytes of each line, without its end; an unfinished last one is left out.
    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            lines.append(Array(bytes[start..<end]))
            start = end + 1
        }
        return lines
    }

    private static func contents(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
}
