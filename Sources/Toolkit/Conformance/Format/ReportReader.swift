package import Documents
import Results

/// Why a `report.json` could not be read.
package struct ReportFormatError: Error, Equatable, CustomStringConvertible {
    /// What was expected where.
    package let description: String
}

extension ConformanceReport {
    /// Reads `report.json` back. Bodies and fields of exchanges stay in their evidence members.
    package init(reading node: Node) throws(ReportFormatError) {
        let top = ReportCursor(node, "report")
        guard try top.integer("schema_version") == Self.schemaVersion else {
            throw ReportFormatError(description: "report: schema_version is not \(Self.schemaVersion)")
        }
        let issuer = try top.object("issuer")
        let catalogue = try top.object("catalogue")
        self.init(
            id: try top.text("report_id"),
            issuer: Issuer(
                tool: try issuer.text("tool"), version: try issuer.text("version"), role: try issuer.text("role"),
                keyID: try issuer.text("key_id")),
            catalogueRevision: try catalogue.text("revision"), catalogueSHA256: try catalogue.text("sha256"),
            run: try RunRecord(reading: top),
            requirements: try top.list("requirements") { (cursor) throws(ReportFormatError) in try RequirementResult(reading: cursor) },
            summary: try RunSummary(reading: top.object("summary")))
    }
}

extension RunRecord {
    fileprivate init(reading top: ReportCursor) throws(ReportFormatError) {
        let subject = try top.object("subject")
        let timing = try top.object("timing")
        let configuration = try top.object("configuration")
        guard let seed = UInt64(try configuration.text("seed")) else {
            throw ReportFormatError(description: "configuration.seed: no number")
        }
        self.init(
            subject: Subject(
                name: try subject.text("name"), baseURL: try subject.text("base_url"), environment: try subject.text("environment"),
                capabilities: try subject.texts("capabilities")),
            startedAt: try timing.text("started_at"), endedAt: try timing.text("ended_at"), seed: seed,
            selection: try configuration.texts("selection"),
            selectedRequirements: try configuration.texts("selected_requirements").requirementIDs(),
            cases: try top.list("cases") { (cursor) throws(ReportFormatError) in try CaseRecord(reading: cursor) },
            exchanges: try top.list("exchanges") { (cursor) throws(ReportFormatError) in try ExchangeRecord(reading: cursor) },
            preflightFailures: try top.list("preflight_failures") { (cursor) throws(ReportFormatError) in try Finding(reading: cursor) },
            harnessFaults: try top.list("harness_faults") { (cursor) throws(ReportFormatError) in try Finding(reading: cursor) },
            isInterrupted: try top.boolean("interrupted"),
            contentDigests: try configuration.list("content") { (cursor) throws(ReportFormatError) in
                ContentDigestEntry(path: try cursor.text("path"), sha256: try cursor.text("sha256"))
            },
            shard: try configuration.optionalObject("shard").map { (cursor) throws(ReportFormatError) in try RunShard(reading: cursor) })
    }
}

extension RunShard {
    fileprivate init(reading cursor: ReportCursor) throws(ReportFormatError) {
        let (index, count) = (try cursor.integer("index"), try cursor.integer("count"))
        guard let shard = RunShard(index: index, of: count, plan: try cursor.texts("plan")) else {
            throw ReportFormatError(description: "configuration.shard: there is no part \(index) of \(count)")
        }
        self = shard
    }
}

extension RunSummary {
    fileprivate init(reading cursor: ReportCursor) throws(ReportFormatError) {
        let checks = try cursor.object("checks")
        let counts = try cursor.object("requirements")
        var requirements: [RequirementResult.Status: Int] = [:]
        for status in RequirementResult.Status.allCases { requirements[status] = try counts.integer(status.rawValue) }
        guard let exit = ExitStatus(rawValue: Int32(truncatingIfNeeded: try cursor.integer("exit_code"))) else {
            throw ReportFormatError(description: "summary.exit_code: not an exit code of this tool")
        }
        self.init(
            verdict: try cursor.value("verdict"), exitStatus: exit, reasons: try cursor.texts("reasons"),
            cases: try cursor.integer("cases"),
            passed: try checks.integer("passed"), failed: try checks.integer("failed"), warned: try checks.integer("warned"),
            skipped: try checks.integer("skipped"), notApplicable: try checks.integer("not_applicable"), requirements: requirements)
    }
}

extension RequirementResult {
    fileprivate init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(
            id: try cursor.requirementID("id"), text: try cursor.text("text"), basis: try cursor.value("basis"),
            source: try cursor.text("source"), status: try cursor.value("status"), reason: try cursor.optionalText("reason"),
            notShown: try cursor.optionalText("not_shown"), passed: try cursor.integer("passed"), failed: try cursor.integer("failed"),
            skipped: try cursor.integer("skipped"),
            cases: try cursor.texts("cases"))
    }
}
