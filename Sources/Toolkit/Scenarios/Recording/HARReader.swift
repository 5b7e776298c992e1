import Documents
import Foundation
import HTTPTypes
package import Results

/// A recorded session, as it is read from a HAR file of ours or of another tool.
package struct Recording: Sendable {
    /// One exchange of it.
    package struct Entry: Sendable {
        /// 1-based position in the file.
        package let number: Int
        let isReceived: Bool
        let isPreflight: Bool
        let identity: String
        let method: String
        let url: String
        let fields: HTTPFields
        let body: [UInt8]
        /// 0 when no answer came.
        let status: Int
        let responseFields: HTTPFields
        let responseBody: [UInt8]
        let startedAt: Timestamp
    }

    package let entries: [Entry]
    /// The subject's address then; nil when the file does not say.
    let baseURL: String?
    /// The path as it was given.
    package let file: String
    /// Lower-case hex SHA-256 of the file.
    let digest: String
}

extension Recording {
    private static let maximumBytes = 512 << 20
    private static let maximumEntries = 100_000

    /// Reads a HAR 1.2 file; there is a recording only when there are no findings (codes `har.…`).
    package static func load(_ path: String) -> (recording: Recording?, findings: [Finding]) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return (nil, [.harUnreadable(path, "there is no readable file")]) }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: maximumBytes + 1), data.count <= maximumBytes else {
            return (nil, [.harUnreadable(path, "it is larger than any that is read")])
        }
        return read([UInt8](data), file: path)
    }

    /// Reads one from memory.
    package static func read(_ bytes: [UInt8], file: String) -> (recording: Recording?, findings: [Finding]) {
        let document: Node
        do throws(DocumentError) {
            document = try JSONReader.read(bytes)
        } catch {
            return (nil, [.harUnreadable(file, "it is not JSON: \(error)")])
        }
        guard let log = document["log"], let written = log["entries"]?.array, !written.isEmpty else {
            return (nil, [.harUnreadable(file, "it has no `log.entries`")])
        }
        guard written.count <= maximumEntries else { return (nil, [.harUnreadable(file, "it has too many entries")]) }
        var entries: [Entry] = []
        var findings: [Finding] = []
        for (index, node) in written.enumerated() {
            if let entry = entry(node, number: index + 1) {
                entries.append(entry)
            } else {
                findings.append(.harEntry(index, file: file))
            }
        }
        let recording = Recording(
            entries: entries.sorted { ($0.startedAt, $0.number) < ($1.startedAt, $1.number) }, baseURL: log["_base_url"]?.string,
            file: file,
            digest: Digest.hex(bytes))
        return (findings.isEmpty ? recording : nil, findings)
    }

    private static func entry(_ node: Node, number: Int) -> Entry? {
        guard let request = node["request"], let response = node["response"], let method = request["method"]?.string,
            let url = request["url"]?.string, let status = response["status"]?.integer,
            let started = node["startedDateTime"]?.string, let startedAt = try? Timestamp(parsing: started)
        else { return nil }
        return Entry(
            number: number, isReceived: node["_direction"]?.string == ExchangeRecord.Direction.received.rawValue,
            isPreflight: node["_case"]?.string == "preflight", identity: node["_identity"]?.string ?? "", method: method, url: url,
            fields: fields(request["headers"]),
            body: text(request["postData"], isBase64: request["postData"]?["comment"]?.string == "base64"),
            status: status, responseFields: fields(response["headers"]),
            responseBody: text(response["content"], isBase64: response["content"]?["encoding"]?.string == "base64"), startedAt: startedAt)
    }

    private static func fields(_ node: Node?) -> HTTPFields {
        var fields = HTTPFields()
        for field in node?.array ?? [] {
            // Names that begin with a colon are HTTP/2's own.
            guard let name = field["name"]?.string.flatMap({ HTTPField.Name($0) }), let value = field["value"]?.string else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }

    private static func text(_ node: Node?, isBase64: Bool) -> [UInt8] {
        let text = node?["text"]?.string ?? ""
        if isBase64, let data = Data(base64Encoded: text) { return [UInt8](data) }
        return Array(text.utf8)
    }
}

extension Finding {
    static func harUnreadable(_ path: String, _ why: String) -> Finding {
        Finding(
            code: "har.unreadable", message: "the recording cannot be read: \(why)", source: SourceLocation(file: path),
            remedy: "name a HAR 1.2 file, as `--record` writes it")
    }

    static func harEntry(_ index: Int, file: String) -> Finding {
        Finding(
            code: "har.bad-entry", message: "entry \(index) lacks method, URL, status or time", source: SourceLocation(file: file),
            place: "$.log.entries[\(index)]", remedy: "record the session again, or take the entry out")
    }
}
