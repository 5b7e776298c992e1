import Documents
import Tables

/// A row as a file has it, and where.
struct FeedRow: Sendable {
    /// 1-based.
    let line: Int
    /// By column; a CSV field is a string.
    let values: [(column: String, value: Node)]
    /// The row in one line, for the record of rows not taken.
    let content: String
}

/// Takes a file apart into rows.
enum FeedFile {
    /// Rows that are not even rows (a line that is no JSON object) come as failures with their line.
    enum Item: Sendable {
        case row(FeedRow)
        case unreadable(line: Int, reason: String, content: String)
    }

    /// - Throws: `FeedRefusal` when a CSV file as a whole cannot be read.
    static func items(_ bytes: [UInt8], _ format: FeedDrop.Format, named name: String) throws(FeedRefusal) -> [Item] {
        switch format {
        case .csv: try csv(bytes, named: name)
        case .ndjson: ndjson(bytes)
        }
    }

    private static func csv(_ bytes: [UInt8], named name: String) throws(FeedRefusal) -> [Item] {
        let records: [CSVRecord]
        do {
            records = try CSVReader.read(bytes)
        } catch {
            throw FeedRefusal("\(name): \(error)")
        }
        guard let header = records.first?.fields else { throw FeedRefusal("\(name): there is no header") }
        guard Set(header).count == header.count else { throw FeedRefusal("\(name): a column is named twice") }
        return records.dropFirst().map { record in
            .row(
                FeedRow(
                    line: record.line, values: zip(header, record.fields).map { ($0, .string($1)) },
                    content: record.fields.joined(separator: ",")))
        }
    }

    private static func ndjson(_ bytes: [UInt8]) -> [Item] {
        var items: [Item] = []
        var line = 0
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            guard !text.allSatisfy({ $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: " ") }) else { continue }
            let content = String(decoding: text, as: UTF8.self)
            do {
                let node = try JSONReader.read(Array(text), limits: DocumentLimits(maximumBytes: 1 << 20, maximumDepth: 16))
                if let members = node.members {
                    items.append(.row(FeedRow(line: line, values: members.map { ($0.key, $0.value) }, content: content)))
                } else {
                    items.append(.unreadable(line: line, reason: "not an object", content: content))
                }
            } catch {
                items.append(.unreadable(line: line, reason: "not JSON: \(error)", content: content))
            }
        }
        return items
    }
}
