import Documents
import ServerKit
import SourceData

/// Puts together what is known of a player, for one reader.
struct DossierMaker: Sendable {
    let source: SourceDatabase
    /// The licences whose players the reader may see.
    let licences: [String]
    let restricted: RestrictedColumns
    let cursors: LogCursor
    let now: Timestamp

    /// - Throws: 404 `unknown-object` for a player of nobody or of another licence: both look alike. 400 for a cursor of another question.
    func dossier(of player: String, _ question: DossierQuestion) async throws -> Dossier {
        guard let subject = try await source.dossierSubject(player, among: licences) else { throw Problem.unknownObject }
        let names = Dossier.partNames(restricted)
        var parts: [Dossier.Part] = []
        for log in question.part.map({ [$0] }) ?? RecordLog.dossier where names.contains(log.name) {
            parts.append(try await part(log, of: player, subject.licence, question))
        }
        return Dossier(subject: subject, madeAt: now, parts: parts)
    }

    private func part(
        _ log: RecordLog, of player: String, _ licence: String, _ question: DossierQuestion
    ) async throws -> Dossier.Part {
        let selection = RecordSelection(spans: [.init(licence: licence)], player: player, restricted: restricted)
        // A part and a log may have the same name; their cursors are not each other's.
        let name = "player " + log.name
        let position = try question.cursor.map { try cursors.position($0, log: name, selection: selection) }
        let found = try await source.records(of: log, selection, after: position, limit: question.limit + 1)
        let records = Array(found.prefix(question.limit))
        let next = found.count > question.limit ? records.last.map { cursors.text($0.position, log: name, selection: selection) } : nil
        return Dossier.Part(name: log.name, records: records, next: next)
    }
}
