import Documents
import GRDB
import Reporting
import ServerKit
import SourceData

/// The states of reports and of the players that they are about.
extension SandboxStates {
    /// Every daily report of the licence is made.
    func completedDay(licence id: String, day: String) async throws -> Node {
        let licence = try licence(id)
        let runs = try await dailyRuns(licence, day)
        return .object([
            ("licence", .string(id)), ("regulator", .string(licence.regulator)), ("period", .string(day)), ("day", .string(day)),
            ("month", .string(String(day.prefix(7)))), ("templates", .array(runs.map { .string($0.name) })),
            ("run_ids", .array(runs.map { .string($0.runID) })),
        ])
    }

    /// The day before anything happened, of which the feeds say that nothing did.
    func emptyPeriod(licence id: String) async throws -> Node {
        let licence = try licence(id)
        guard let first = try await services.source.activity(of: id)?.lowerBound else {
            throw Problem.stateNotReached("nothing at all happened under \(id)")
        }
        let zone = try GamingZone(licence.gamingDayZone)
        let day = zone.day(of: first).advanced(by: -1)
        guard let covered = try await services.source.watermarks(of: id).map(\.startsAt).max(), covered <= zone.start(of: day) else {
            throw Problem.stateNotReached("the feeds do not tell of the day before the first activity")
        }
        let runs = try await dailyRuns(licence, day.description)
        guard !runs.isEmpty, runs.allSatisfy({ $0.rowCount == 0 }) else {
            throw Problem.stateNotReached("\(id) has no daily report that is empty")
        }
        return .object([
            ("licence", .string(id)), ("period", .string(day.description)), ("templates", .array(runs.map { .string($0.name) })),
            ("run_ids", .array(runs.map { .string($0.runID) })),
        ])
    }

    /// The first daily report of the day that was made after its due time.
    func lateReport(licence id: String, day: String) async throws -> Node {
        guard let run = try await dailyRuns(try licence(id), day).first(where: { $0.generatedAt > $0.dueAt }) else {
            throw Problem.stateNotReached("the reports of \(day) were made in time")
        }
        return .object([
            ("licence", .string(id)), ("period", .string(day)), ("template", .string(run.template)), ("run", .string(run.runID)),
            ("due_at", .string(run.dueAt.description)), ("generated_at", .string(run.generatedAt.description)),
        ])
    }

    /// The first player of the licence, by the alphabet of ids, of whom a condition over `player` holds; never a test account.
    func player(of licence: String, where condition: String, else reason: String) async throws -> Node {
        let found = try await services.source.read { database in
            try String.fetchOne(
                database, sql: "SELECT MIN(player_id) FROM player WHERE licence_id = ? AND is_test = 0 AND \(condition)",
                arguments: [licence])
        }
        guard let player = found else { throw Problem.stateNotReached("no player of \(licence) \(reason)") }
        return .object([("player", .string(player)), ("licence", .string(licence))])
    }

    private func licence(_ id: String) throws(Problem) -> Licence {
        guard let licence = services.licences.first(where: { $0.id == id }) else { throw .stateNotReached("no licence is \(id)") }
        return licence
    }

    private func dailyRuns(_ licence: Licence, _ day: String) async throws -> [ReportRun] {
        guard let period = try? Period(parsing: day), period.kind == .day else { throw Problem.stateNotReached("\(day) is not a day") }
        var runs: [ReportRun] = []
        for template in services.shelf.service.templates.templates
        where template.cadences.contains(.day) && template.regulators.contains(licence.regulator) {
            do {
                runs.append(try await services.shelf.service.ensure(template: template.id, licence: licence.id, period: period))
            } catch let error as ReportingError where error.code == .periodNotComplete {
                throw Problem.stateNotReached("\(day) is not over")
            }
        }
        return runs
    }
}
