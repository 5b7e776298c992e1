package import Documents
package import Results

/// What was found of one document.
package struct DocumentJudgement: Sendable, Hashable {
    /// The sum of a column, of one currency where the table has a column of that name.
    package struct Total: Sendable, Hashable {
        package let column: String
        package let currency: String?
        /// Exact, with the digits of the addends.
        package let amount: String
    }

    /// One record for each thing that was looked at; none is passed that was not made.
    package let checks: [CheckRecord]
    /// Of a table that could be read: how many rows it has, the header not counted.
    package let rows: Int?
    /// Of a table without faults, in the order of its columns.
    package let totals: [Total]

    /// Everything found, in the order of the document.
    package var findings: [Finding] { checks.flatMap(\.findings) }

    /// Whether every check was made and passed.
    package var isSatisfied: Bool { !checks.isEmpty && checks.allSatisfy { $0.outcome == .passed } }

    /// For machines: `{file, template, format, satisfied, rows, totals, checks: [{check, outcome, reason, findings: [..]}]}`.
    package func node(file: String, template: String, format: DocumentFormat) -> Node {
        .object([
            ("schema_version", 1), ("file", .string(file)), ("template", .string(template)), ("format", .string(format.rawValue)),
            ("satisfied", .bool(isSatisfied)), ("rows", rows.map { .integer($0) } ?? .null),
            (
                "totals",
                .array(
                    totals.map { total in
                        .object([
                            ("column", .string(total.column)), ("currency", total.currency.map { .string($0) } ?? .null),
                            ("amount", .string(total.amount)),
                        ])
                    })
            ), ("checks", .array(checks.map(Self.node))),
        ])
    }

    private static func node(_ check: CheckRecord) -> Node {
        .object([
            ("check", .string(check.check)), ("outcome", .string(check.outcome.rawValue)),
            ("reason", check.reason.map { .string($0) } ?? .null), ("findings", .array(check.findings.map(node))),
        ])
    }

    private static func node(_ finding: Finding) -> Node {
        let text: (String?) -> Node = { $0.map { .string($0) } ?? .null }
        return .object([
            ("code", .string(finding.code)), ("severity", .string(finding.severity.rawValue)), ("message", .string(finding.message)),
            ("line", .integer(finding.source?.line ?? 0)), ("place", text(finding.place)), ("expected", text(finding.expected)),
            ("actual", text(finding.actual)), ("remedy", .string(finding.remedy)),
        ])
    }
}
