import Documents

/// The manifest of a drop, `NAME.drop.json`: written last, it says that its files are complete.
///
/// `{"schema_version": 1, "feed", "licence", "complete_until", "files": [{"name", "table", "format", "rows", "sha256"}]}`; `starts_at`
/// may be there for a licence's first drop, `closed` for its last. Files are taken in their order: rows that others refer to
/// come first.
struct FeedDrop: Sendable, Hashable {
    /// How a file's rows are written.
    enum Format: String, Sendable, CaseIterable { case csv, ndjson }

    /// One file of rows of one table.
    struct File: Sendable, Hashable {
        /// Without folders.
        let name: String
        let table: String
        let format: Format
        /// Rows without the header: the count that the sender reconciles by.
        let rows: Int
        /// Lower-case hex.
        let sha256: String
    }

    let feed: Feed
    let licence: String
    let startsAt: Timestamp?
    let completeUntil: Timestamp
    let isClosed: Bool
    let files: [File]

    /// The most files of one drop.
    static let mostFiles = 64

    /// - Throws: `FeedRefusal` with the place in the manifest.
    init(reading bytes: [UInt8]) throws(FeedRefusal) {
        let document: Node
        do {
            document = try JSONReader.read(bytes, limits: DocumentLimits(maximumBytes: 1 << 20, maximumDepth: 8))
        } catch {
            throw FeedRefusal("the manifest is no JSON document: \(error)")
        }
        try Self.check(
            document, needed: ["schema_version", "feed", "licence", "complete_until", "files"], optional: ["starts_at", "closed"])
        guard document["schema_version"]?.integer == 1 else { throw Self.refusal(document["schema_version"], "expected schema_version 1") }
        guard let feed = document["feed"]?.string.flatMap(Feed.init(rawValue:)) else {
            throw Self.refusal(document["feed"], "expected a feed: \(Feed.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard let licence = document["licence"]?.string, Licence.isValidID(licence) else {
            throw Self.refusal(document["licence"], "expected a licence")
        }
        guard let entries = document["files"]?.array, entries.count <= Self.mostFiles else {
            throw Self.refusal(document["files"], "expected an array of at most \(Self.mostFiles) files")
        }
        if let closed = document["closed"], closed.bool == nil { throw Self.refusal(closed, "expected true or false") }
        self.feed = feed
        self.licence = licence
        startsAt = try document["starts_at"].map { node throws(FeedRefusal) in try Self.instant(node) }
        completeUntil = try Self.instant(document["complete_until"])
        isClosed = document["closed"]?.bool ?? false
        var files: [File] = []
        for entry in entries { files.append(try Self.file(entry, of: feed)) }
        self.files = files
        guard Set(files.map(\.name)).count == files.count else { throw Self.refusal(document["files"], "a file is named twice") }
    }

    private static func file(_ node: Node, of feed: Feed) throws(FeedRefusal) -> File {
        try check(node, needed: ["name", "table", "format", "rows", "sha256"], optional: [])
        guard let name = node["name"]?.string, !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else {
            throw refusal(node["name"], "expected a file name without folders")
        }
        guard let table = node["table"]?.string, feed.tables.contains(table) else {
            throw refusal(node["table"], "expected a table of the feed \(feed.rawValue): \(feed.tables.sorted().joined(separator: ", "))")
        }
        guard let format = node["format"]?.string.flatMap(Format.init(rawValue:)) else {
            throw refusal(node["format"], "expected csv or ndjson")
        }
        guard let rows = node["rows"]?.integer, rows >= 0 else { throw refusal(node["rows"], "expected a count") }
        guard let sha256 = node["sha256"]?.string, sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil else {
            throw refusal(node["sha256"], "expected a SHA-256 in lower-case hex")
        }
        return File(name: name, table: table, format: format, rows: rows, sha256: sha256)
    }

    private static func instant(_ node: Node?) throws(FeedRefusal) -> Timestamp {
        guard let text = node?.string, let instant = try? Timestamp(parsing: text) else { throw refusal(node, "expected an RFC 3339 time") }
        return instant
    }

    private static func check(_ node: Node, needed: [String], optional: [String]) throws(FeedRefusal) {
        guard let members = node.members else { throw refusal(node, "expected an object") }
        for member in members where !(needed + optional).contains(member.key) {
            throw FeedRefusal("\(member.keyPlace): `\(member.key)` is not known here")
        }
        for key in needed where node[key] == nil { throw refusal(node, "`\(key)` is missing") }
    }

    private static func refusal(_ node: Node?, _ message: String) -> FeedRefusal { FeedRefusal("\(node?.place ?? .none): \(message)") }
}

/// Why a drop is not taken at all.
struct FeedRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
