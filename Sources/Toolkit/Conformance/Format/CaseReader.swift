import Documents
import Results

extension CaseRecord {
    init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(
            id: try cursor.text("id"), kind: try cursor.value("kind"), title: try cursor.text("title"),
            source: try SourceLocation(readingOptional: cursor, "source"), pack: try cursor.value("pack"),
            effects: try cursor.value("effects"),
            requirements: try cursor.list("requirements") { (entry) throws(ReportFormatError) in try RequirementReference(reading: entry) },
            checks: try cursor.list("checks") { (entry) throws(ReportFormatError) in try CheckRecord(reading: entry) },
            notRun: try cursor.optionalText("not_run"), elapsedMilliseconds: try cursor.integer("elapsed_ms"),
            again: try cursor.optionalText("again"))
    }
}

extension CheckRecord {
    init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(
            check: try cursor.text("check"), outcome: try cursor.value("outcome"),
            requirements: try cursor.list("requirements") { (entry) throws(ReportFormatError) in try RequirementReference(reading: entry) },
            findings: try cursor.list("findings") { (entry) throws(ReportFormatError) in try Finding(reading: entry) },
            reason: try cursor.optionalText("reason"), exchanges: try cursor.integers("exchanges"))
    }
}

extension RequirementReference {
    init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(try cursor.requirementID("id"), try cursor.value("obligation"))
    }
}

extension Finding {
    init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(
            code: try cursor.text("code"), severity: try cursor.value("severity"), message: try cursor.text("message"),
            requirements: try cursor.texts("requirements").requirementIDs(), source: try SourceLocation(readingOptional: cursor, "source"),
            place: try cursor.optionalText("place"), expected: try cursor.optionalText("expected"),
            actual: try cursor.optionalText("actual"), remedy: try cursor.text("remedy"))
    }
}

extension SourceLocation {
    fileprivate init?(readingOptional parent: ReportCursor, _ key: String) throws(ReportFormatError) {
        guard let cursor = try parent.optionalObject(key) else { return nil }
        self.init(
            file: try cursor.text("file"), line: try cursor.integer("line"), column: try cursor.integer("column"),
            width: try cursor.integer("width"), excerpt: try cursor.optionalText("excerpt"))
    }
}

extension ExchangeRecord {
    init(reading cursor: ReportCursor) throws(ReportFormatError) {
        self.init(
            number: try cursor.integer("number"), caseID: try cursor.text("case"), direction: try cursor.value("direction"),
            identity: try cursor.text("identity"), method: try cursor.text("method"), url: try cursor.text("url"), requestFields: [],
            requestBody: [], status: try cursor.integer("status"), responseFields: [], responseBody: [],
            requestSHA256: try cursor.text("request_sha256"), responseSHA256: try cursor.text("response_sha256"),
            startedAt: try cursor.text("started_at"), elapsedMilliseconds: try cursor.integer("elapsed_ms"),
            failure: try cursor.optionalText("failure"))
        guard try cursor.text("evidence") == evidencePath else {
            throw ReportFormatError(description: "exchange \(number): its evidence must be \(evidencePath)")
        }
    }
}
