import Access
import Documents
import Foundation
import ServerKit
import SourceData

/// What a caller asks of a log, read strictly.
struct LogQuery: Sendable {
    /// How many records a page has unless the caller says otherwise.
    static let standardLimit = 100
    static let maximumLimit = 1000

    let selection: RecordSelection
    /// Records after this one; nil from the first.
    let position: RecordPosition?
    /// 1 … 1000.
    let limit: Int
    /// The filter as it was understood, for the answer, for the record of the read and for binding cursors to it.
    let filter: Node

    /// The parameters that filter a log, besides `cursor` and `limit`.
    static func filters(of log: RecordLog) -> Set<String> {
        var names: Set<String> = ["from", "to", "licence"]
        if log.hasPlayers { names.insert("player") }
        if log.hasGames { names.insert("game") }
        return names
    }

    /// - Parameters:
    ///   - licences: those that the caller may see.
    ///   - form: a stream has no pages, so that it takes neither `cursor` nor `limit`.
    /// - Throws: 400 `unknown-parameter`, `duplicate-parameter` and `invalid-parameter`, 404 `unknown-licence`.
    init(
        _ request: ServerRequest, of log: RecordLog, licences: [Licence], restricted: RestrictedColumns, form: LogFormat,
        cursors: LogCursor
    ) throws(Problem) {
        let names = Self.filters(of: log)
        try request.allowQuery(form == .json ? names.union(["cursor", "limit"]) : names)
        let asked = try LogFilter(request)
        try self.init(
            selection: asked.selection(among: licences, restricted: restricted), filter: asked.document, name: log.name,
            cursor: request.queryValue("cursor"), limit: request.queryValue("limit"), cursors: cursors)
    }

    /// From a selection that was made already.
    init(
        selection: RecordSelection, filter: Node, name: String, cursor: String?, limit: String?, cursors: LogCursor
    ) throws(Problem) {
        self.selection = selection
        self.filter = filter
        position = try cursor.map { text throws(Problem) in try cursors.position(text, log: name, selection: selection) }
        self.limit = try Self.limit(limit)
    }

    static func limit(_ text: String?) throws(Problem) -> Int {
        guard let text else { return standardLimit }
        guard let limit = Int(text), (1...maximumLimit).contains(limit) else {
            throw .invalidParameter("limit", "expected 1 to \(maximumLimit)")
        }
        return limit
    }
}

/// The parameters that say which records of a log are wanted.
struct LogFilter: Sendable, Hashable {
    var from: String?
    var to: String?
    var licence: String?
    var player: String?
    var game: String?

    init(from: String? = nil, to: String? = nil, licence: String? = nil, player: String? = nil, game: String? = nil) {
        self.from = from
        self.to = to
        self.licence = licence
        self.player = player
        self.game = game
    }

    /// Takes the query's values; `selection` judges them.
    init(_ request: ServerRequest) throws(Problem) {
        from = try request.queryValue("from")
        to = try request.queryValue("to")
        licence = try request.queryValue("licence")
        player = try request.queryValue("player")
        game = try request.queryValue("game")
    }

    /// What was given, by name.
    var document: Node {
        .object(
            [("from", from), ("to", to), ("licence", licence), ("player", player), ("game", game)]
                .compactMap { name, value in value.map { (name, .string($0)) } })
    }

    /// The records that are meant, of the caller's own licences.
    func selection(among licences: [Licence], restricted: RestrictedColumns) throws(Problem) -> RecordSelection {
        let wanted = licence.map { id in licences.filter { $0.id == id } } ?? licences
        guard licence == nil || !wanted.isEmpty else { throw .unknownLicence }
        for (name, value) in [("player", player), ("game", game)] {
            guard value.map({ Self.isKey($0) }) ?? true else {
                throw .invalidParameter(name, "expected an id of 1 to 64 visible characters")
            }
        }
        var spans: [RecordSelection.Span] = []
        for licence in wanted {
            spans.append(
                RecordSelection.Span(
                    licence: licence.id, from: try Self.instant(from, "from", licence), to: try Self.instant(to, "to", licence)))
        }
        for span in spans {
            if let from = span.from, let to = span.to, from >= to { throw .invalidParameter("to", "expected a time later than from") }
        }
        return RecordSelection(spans: spans, player: player, game: game, restricted: restricted)
    }

    /// A date and time, or the first instant of a gaming day of the licence.
    static func instant(_ text: String?, _ name: String, _ licence: Licence?) throws(Problem) -> Timestamp? {
        guard let text else { return nil }
        if let time = try? Timestamp(parsing: text) { return time }
        if let licence, let day = GamingDay(parsing: text), let zone = try? GamingZone(licence.gamingDayZone) { return zone.start(of: day) }
        throw .invalidParameter(
            name, licence == nil ? "expected a date and time (RFC 3339)" : "expected a date and time (RFC 3339) or a gaming day 2026-10-15")
    }

    private static func isKey(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
