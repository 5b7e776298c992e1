import AuditTrail
import Crypto
import Documents
import Foundation
import GRDB
import Sealing
import SourceData
import Store
import Synchronization
import TestSupport
import Testing

@testable import Reporting

@Suite struct ReportServiceTests {
    private func events(_ bench: Bench) async throws -> Int64 { try await bench.store.read { try $0.auditEventCount() } }

    @Test func `the same inputs give one run with the same bytes`() async throws {
        let bench = try Bench(Tables.october.get())
        let first = try await bench.ensure("2026-10-15")
        try bench.clock.set("2026-11-05T12:00:00Z")
        let again = try await bench.ensure("2026-10-15")
        #expect(again == first)
        #expect(try await events(bench) == 1)

        // Another platform at another time, over the same tables.
        let other = try Bench(Tables.october.get(), now: "2027-01-01T00:00:00Z")
        let twin = try await other.ensure("2026-10-15")
        #expect(twin.runID == first.runID && twin.manifest == first.manifest && twin.files == first.files)
        #expect(twin.generatedAt != first.generatedAt)
        for format in ReportFormat.allCases {
            #expect(try other.service.document(of: twin, format) == bench.service.document(of: first, format))
        }
    }

    @Test func `a run tells what it is, when it was due and which files it has`() async throws {
        let bench = try Bench(Tables.october.get(), sign: { "jws-of-\($0.count)" })
        let run = try await bench.ensure("2026-W43")
        #expect(run.template == "T16" && run.name == "X-GAR-D" && run.regulator == "UKGC" && run.licence == "UKGC-000123")
        #expect(run.state == .signed && run.manifestJWS == "jws-of-\(run.manifest.count)" && run.revision == 1 && run.replaces == nil)
        #expect(run.dueAt.description == "2026-10-26T06:00:00.000Z")
        #expect(run.generatedAt == bench.clock.now)
        #expect(run.bounds == Period(.week, containing: run.period.firstDay).bounds(in: try GamingZone("Europe/London")))
        let printed = ReportFormat.pdf.isAvailable ? ["application/pdf"] : []
        #expect(run.files.map(\.mediaType) == ["text/csv", "application/xml"] + printed)
        for file in run.files {
            let bytes = try bench.service.document(of: run, file.format)
            #expect(bytes.count == file.bytes && ReportVault.sha256(bytes) == file.sha256)
        }
        let manifest = try JSONReader.read(run.manifest)
        #expect(
            manifest["period_from"]?.string == "2026-10-18T23:00:00.000Z" && manifest["period_to"]?.string == "2026-10-26T00:00:00.000Z")
        #expect(manifest["files"]?[1]?["sha256"]?.string == run.file(.xml)?.sha256)
        #expect(manifest["files"]?[0]?["name"]?.string == "x-gar-d_UKGC-000123_2026-W43_r1.csv")
        #expect(manifest["control_totals"] == run.controlTotals)
        #expect(manifest["generated_at"]?.string == "2026-10-26T00:00:00.000Z")
        let csv = try bench.service.document(of: run, .csv)
        #expect(manifest["dataset_sha256"]?.string == ReportVault.sha256(csv + (try run.controlTotals.canonicalBytes())))
    }

    @Test func `run and audit entry are written together, with who asked and why`() async throws {
        let bench = try Bench(Tables.october.get())
        let cause = ReportCause(actor: AuditActor(subject: "o-17"), reason: "asked for", requestID: "5f0c")
        let run = try await bench.service.ensure(
            template: "X-GAR-D", licence: "UKGC-000123", period: Period(parsing: "2026-10-15"), cause: cause)
        let changes = try await bench.trail.history(entity: "report_run", id: run.runID, operatorID: "northwind")
        #expect(changes.count == 1)
        let document = try #require(changes.first?.document)
        #expect(document["action"]?.string == "create" && document["actor"]?["sub"]?.string == "o-17")
        #expect(document["reason"]?.string == "asked for" && document["request_id"]?.string == "5f0c")
        #expect(document["after_hash"]?.string == ReportVault.sha256(run.manifest))
    }

    @Test func `late data make a new run that names the one it replaces, which stays readable`() async throws {
        let queue = try Tables.empty()
        try queue.addTransaction("t1", "DEPOSIT", 100, sign: 1, at: "2026-10-15T11:00:00Z")
        let bench = try Bench(queue)
        let first = try await bench.ensure("2026-10-15")
        try await bench.source.write { database in
            try database.execute(
                sql: """
                    INSERT INTO wallet_tx SELECT 't2', licence_id, wallet_id, player_id, 7, occurred_at, :posted, type, 250, sign, 0, 0,
                        NULL, NULL, NULL, NULL, 't1', 'CORRECTION', 'o-17', 't2' FROM wallet_tx
                    """, arguments: ["posted": try Timestamp(parsing: "2026-11-01T10:00:00Z").milliseconds])
        }
        let second = try await bench.ensure("2026-10-15")
        #expect(second.revision == 2 && second.replaces == first.runID && second.runID != first.runID)
        #expect(first.controlTotals["deposits"]?.string == "1.00" && second.controlTotals["deposits"]?.string == "2.50")
        #expect(try JSONReader.read(second.manifest)["replaces_run_id"]?.string == first.runID)
        #expect(try JSONReader.read(second.manifest)["generated_at"]?.string == "2026-11-01T10:00:00.000Z")
        #expect(String(decoding: try bench.service.document(of: first, .csv), as: UTF8.self).contains(",1.00,"))
        #expect(try await bench.service.runs(of: Period(parsing: "2026-10-15"), licences: ["UKGC-000123"]) == [first, second])

        // Back to the first content: a third run, not the first again.
        try await bench.source.write { try $0.execute(sql: "DELETE FROM wallet_tx WHERE tx_id = 't2'") }
        let third = try await bench.ensure("2026-10-15")
        #expect(third.revision == 3 && third.replaces == second.runID && third.runID != first.runID)
        #expect(try await events(bench) == 3)
    }

    @Test func `runs are listed for the licences asked for only`() async throws {
        let bench = try Bench(Tables.october.get())
        for licence in Licence.northwind { _ = try await bench.ensure("2026-10-15", licence: licence.id) }
        let period = try Period(parsing: "2026-10-15")
        #expect(try await bench.service.runs(of: period, licences: Licence.northwind.map(\.id)).count == 3)
        #expect(try await bench.service.runs(of: period, licences: ["MGA-B2C-456-2019"]).map(\.licence) == ["MGA-B2C-456-2019"])
        #expect(try await bench.service.runs(of: period, licences: []).isEmpty)
        #expect(try await bench.service.runs(of: Period(parsing: "2026-10"), licences: ["MGA-B2C-456-2019"]).isEmpty)
        #expect(try await bench.service.runs(of: Period(parsing: "2026-Q4"), licences: ["MGA-B2C-456-2019"]).isEmpty)
        let run = try await bench.ensure("2026-10-15")
        #expect(try await bench.service.run(run.runID) == run)
        #expect(try await bench.service.run("none") == nil)
    }

    @Test func `what cannot be made is refused by its reason, and nothing is recorded`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2026-10-16T00:00:00Z")
        func code(_ template: String, _ licence: String, _ period: String) async -> ReportingError.Code? {
            do {
                _ = try await bench.service.ensure(template: template, licence: licence, period: Period(parsing: period))
                return nil
            } catch { return (error as? ReportingError)?.code }
        }
        #expect(await code("T99", "UKGC-000123", "2026-10-15") == .unknownTemplate)
        #expect(await code("T16", "UKGC-999", "2026-10-15") == .unknownLicence)
        #expect(await code("T16", "UKGC-000123", "2026-Q3") == .cadenceNotOffered)
        #expect(await code("T16", "UKGC-000123", "2026-10-16") == .periodNotComplete)
        #expect(await code("T16", "UKGC-000123", "2026-10") == .periodNotComplete)
        // At this instant the day has ended in London, not yet in Curaçao.
        #expect(await code("T16", "CGA-OGL-2024-789", "2026-10-15") == .periodNotComplete)
        #expect(try await events(bench) == 0)
        #expect(await code("T16", "UKGC-000123", "2026-10-15") == nil)
    }

    @Test func `a failing signer leaves neither run nor entry`() async throws {
        struct NoKey: Error {}
        let bench = try Bench(Tables.october.get(), sign: { _ in throw NoKey() })
        await #expect(throws: NoKey.self) { try await bench.ensure("2026-10-15") }
        #expect(try await events(bench) == 0)
        #expect(try await bench.service.runs(of: Period(parsing: "2026-10-15"), licences: ["UKGC-000123"]).isEmpty)
    }

    @Test func `many callers at once make one run`() async throws {
        let bench = try Bench(Tables.october.get())
        let runs = try await withThrowingTaskGroup(of: ReportRun.self) { group in
            for _ in 0..<8 { group.addTask { try await bench.ensure("2026-10-15") } }
            return try await group.reduce(into: [ReportRun]()) { $0.append($1) }
        }
        #expect(Set(runs.map(\.runID)).count == 1)
        #expect(try await events(bench) == 1)
    }

    @Test func `a new wrapping key takes over when the platform starts, and the old one is needed no more`() async throws {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure("2026-10-15")
        let old = SymmetricKey(data: Array(0..<32))
        let new = SymmetricKey(size: .bits256)
        let early = try bench.other(wrapping: WrappingKeys(current: "test-2", keys: ["test-2": new]))
        #expect(throws: ReportingError(.fileDamaged, "")) { try early.document(of: run, .csv) }
        _ = try bench.other(wrapping: WrappingKeys(current: "test-2", keys: ["test-1": old, "test-2": new]))
        let late = try bench.other(wrapping: WrappingKeys(current: "test-2", keys: ["test-2": new]))
        for file in run.files { #expect(try ReportVault.sha256(late.document(of: run, file.format)) == file.sha256) }
        #expect(throws: SealingError.self) {
            try bench.other(wrapping: WrappingKeys(current: "test-3", keys: ["test-1": old, "test-3": new]))
        }
    }

    @Test func `a file that was changed or removed is not handed out`() async throws {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure("2026-10-15")
        let file = try #require(run.file(.csv))
        let path = bench.folder.path + "/vault/\(file.sha256.prefix(2))/\(file.sha256).sealed"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[40] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: ReportingError(.fileDamaged, "")) { try bench.service.document(of: run, .csv) }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: ReportingError(.fileDamaged, "")) { try bench.service.document(of: run, .csv) }
        #expect(try !bench.service.document(of: run, .xml).isEmpty)
    }

    @Test func `a spoilt table makes a run of its own, and an honest one follows`() async throws {
        let bench = try Bench(Tables.october.get())
        let honest = try await bench.ensure("2026-10-15")
        let period = try Period(parsing: "2026-10-15")
        let wrongTotal = try bench.other { table in
            table.controlTotals[1].value = .hundredths(1)
        }
        let wrong = try await wrongTotal.ensure(template: "T16", licence: "UKGC-000123", period: period)
        #expect(wrong.revision == 2 && wrong.file(.csv)?.sha256 == honest.file(.csv)?.sha256)
        #expect(wrong.controlTotals["stake_cash"]?.string == "0.01")
        let missingColumn = try bench.other { table in
            table.columns.removeLast()
            for row in table.rows.indices { table.rows[row].removeLast() }
        }
        let short = try await missingColumn.ensure(template: "T16", licence: "UKGC-000123", period: period)
        let shortened = String(decoding: try missingColumn.document(of: short, .csv), as: UTF8.self)
        #expect(short.revision == 3)
        #expect(!shortened.contains("bonus_converted"))
        let after = try await bench.ensure("2026-10-15")
        #expect(after.revision == 4 && after.files.first == honest.files.first)
    }

    @Test func `a day's rows are found by index, not by looking through the month`() async throws {
        let runner = try ModelRunner(modelsDirectory: Repository.models)
        let sql = try runner.sql(
            of: "x_gar_d",
            variables: ReportRows.variables(
                of: Period(parsing: "2026-10-15"), as: .day, Licence.northwind[0], zone: GamingZone("Europe/London")))
        let plan = try await Tables.october.get().read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH t USING INDEX wallet_tx_by_day") })
        #expect(plan.contains { $0.hasPrefix("SEARCH r USING INDEX game_round_by_day") })
        #expect(!plan.contains { $0.wholeMatch(of: /SCAN [trc]( .*)?/) != nil }, "\(plan)")
    }
}

@Suite struct CatchUpTests {
    @Test func `everything that is over is made once, per day, week and month of each licence`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2026-11-02T09:00:00Z")
        let made = try await bench.service.catchUp(now: bench.clock.now)
        // 31 days, weeks 40 to 44 and a month for each of three licences; player funds of one and the statement of another.
        let expected = 3 * 37 + 2
        #expect(made.count == expected)
        #expect(Set(made.map(\.runID)).count == made.count)
        #expect(try await bench.service.catchUp(now: bench.clock.now).isEmpty)
        let days = made.filter { $0.licence == "UKGC-000123" && $0.period.kind == .day }
        let month = try #require(made.first { $0.licence == "UKGC-000123" && $0.period.kind == .month && $0.template == "T16" })
        #expect(days.reduce(0) { $0 + $1.rowCount } == month.rowCount)
        let joined = try days.flatMap { try bench.service.document(of: $0, .csv).split(separator: 10).dropFirst() }
        let ofMonth = try bench.service.document(of: month, .csv).split(separator: 10).dropFirst()
        #expect(ofMonth.elementsEqual(joined))
    }

    @Test func `what is not over is left, and made up later`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2026-10-05T00:00:00Z")
        let early = try await bench.service.catchUp(now: bench.clock.now)
        #expect(
            early.filter { $0.licence == "UKGC-000123" }.map(\.period.description) == [
                "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-W40",
            ])
        // Curaçao is four hours behind: its Sunday is not over.
        #expect(early.filter { $0.licence == "CGA-OGL-2024-789" }.map(\.period.description) == ["2026-10-01", "2026-10-02", "2026-10-03"])
        try bench.clock.set("2026-10-06T12:00:00Z")
        let late = try await bench.service.catchUp(now: bench.clock.now)
        #expect(late.filter { $0.licence == "CGA-OGL-2024-789" }.map(\.period.description) == ["2026-10-04", "2026-10-05", "2026-W40"])
    }

    @Test func `without activity there is nothing to catch up`() async throws {
        let bench = try Bench(Tables.empty())
        #expect(try await bench.service.catchUp(now: bench.clock.now).isEmpty)
    }
}

@Suite struct ReportVaultTests {
    private let instant = Timestamp(milliseconds: 1_793_000_000_000)

    @Test func `bytes are kept under their hash, once, read-only and without leftovers`() throws {
        let folder = try TemporaryFolder()
        let vault = try ReportVault(directory: folder.path + "/vault")
        let hash = try vault.keep(Array("report".utf8), at: instant)
        #expect(hash == "845e91831319e89c4d656bdb80c278ac09a7230d61e5dfd2e1b1fbb436ac8917")
        #expect(try vault.keep(Array("report".utf8), at: instant) == hash)
        #expect(try vault.read(hash) == Array("report".utf8))
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(vault.directory)/\(hash.prefix(2))")
        #expect(files == [hash + ".sealed"])
        let mode =
            try FileManager.default.attributesOfItem(atPath: "\(vault.directory)/\(hash.prefix(2))/\(hash).sealed")[.posixPermissions]
            as? Int
        #expect(mode == 0o400)
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "g", count: 64), String(repeating: "A", count: 64), String(repeating: "0", count: 64),
    ])
    func `names that are no hash of a file are refused`(name: String) throws {
        let folder = try TemporaryFolder()
        let vault = try ReportVault(directory: folder.path + "/vault")
        #expect(throws: ReportingError(.fileDamaged, "")) { try vault.read(name) }
    }

    @Test func `a damaged file is written anew when its bytes come again`() throws {
        let folder = try TemporaryFolder()
        let vault = try ReportVault(directory: folder.path + "/vault")
        let hash = try vault.keep([1, 2, 3], at: instant)
        let path = "\(folder.path)/vault/\(hash.prefix(2))/\(hash).sealed"
        try FileManager.default.removeItem(atPath: path)
        try Data([9]).write(to: URL(fileURLWithPath: path))
        #expect(throws: ReportingError(.fileDamaged, "")) { try vault.read(hash) }
        #expect(try vault.keep([1, 2, 3], at: instant) == hash)
        #expect(try vault.read(hash) == [1, 2, 3])
    }

    @Test func `many writers of the same bytes leave one file`() async throws {
        let folder = try TemporaryFolder()
        let vault = try ReportVault(directory: folder.path + "/vault")
        let hashes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 { group.addTask { try vault.keep(Array("same".utf8), at: instant) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        let hash = try #require(hashes.first)
        #expect(hashes.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(vault.directory)/\(hash.prefix(2))") == [hash + ".sealed"])
    }

    @Test func `a place that cannot be written is reported`() throws {
        let folder = try TemporaryFolder()
        let keys = try FileKeyStore(path: folder.path("keys.sqlite"), wrapping: TestKeys.wrapping())
        let vault = ReportVault(directory: "/proc/nothing/here", sealing: SealedFile(keys: keys))
        #expect(throws: ReportingError(.vaultUnavailable, "")) { try vault.keep([1], at: instant) }
    }

    @Test func `nothing of a report lies in clear text, and another wrapping key opens none of it`() throws {
        let folder = try TemporaryFolder()
        let vault = try ReportVault(directory: folder.path + "/vault")
        let text = String(repeating: "Sevens,GBP,1234.50\r\n", count: 20_000)
        let hash = try vault.keep(Array(text.utf8), at: instant)
        for name in try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap({ $0 as? String }) {
            let bytes = FileManager.default.contents(atPath: folder.path(name)) ?? Data()
            #expect(bytes.range(of: Data("1234.50".utf8)) == nil, "\(name) shows what the report says")
        }
        let other = try WrappingKeys(current: "test-1", keys: ["test-1": SymmetricKey(data: Array(1..<33))])
        let keys = try FileKeyStore(path: folder.path("vault-keys.sqlite"), wrapping: other)
        let stranger = ReportVault(directory: folder.path("vault"), sealing: SealedFile(keys: keys))
        #expect(throws: ReportingError(.fileDamaged, "")) { try stranger.read(hash) }
        #expect(try vault.read(hash) == Array(text.utf8))
    }
}
