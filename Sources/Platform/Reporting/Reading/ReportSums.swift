import XMLDocuments

/// Counts and adds up the rows of an XML report, and compares with what its envelope says. The document is valid by its schema.
struct ReportSums: ~Copyable {
    private let template: ReportTemplate
    private let document: XMLDocument

    init(_ template: ReportTemplate, _ bytes: [UInt8]) throws(XMLError) {
        self.template = template
        document = try XMLDocument(parsing: bytes)
    }

    func findings() throws(XMLError) -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        let counted = try values("/*/r:rows/r:row").count
        let stated = try values("/*/r:envelope/r:row_count").first ?? ""
        if stated != String(counted) {
            findings.append(
                .sum("xml.row-count", "The envelope counts other rows than there are.", expected: String(counted), actual: stated))
        }
        let totalled = template.columns.filter(\.isTotalled)
        for column in totalled where try values("/*/r:envelope/r:control_totals/r:total[@column='\(column.name)']").isEmpty {
            var finding = DocumentFinding("xml.control-total", "The envelope has no control total of a column that needs one.")
            finding.column = column.name
            findings.append(finding)
        }
        let names = try values("/*/r:envelope/r:control_totals/r:total/@column")
        for name in names where !totalled.contains(where: { $0.name == name }) {
            var finding = DocumentFinding("xml.control-total", "The envelope has a control total of a column that has none.")
            finding.column = name
            findings.append(finding)
        }
        // Where a report has rows of its days and of the period, the totals are those of the days, which only the model tells apart.
        guard template.units.count == 1 else { return findings }
        let currencies = try values("/*/r:envelope/r:control_totals/r:total/@currency")
        for column in totalled {
            for currency in Set(currencies).sorted() {
                try compare(column, ofCurrency: currency, &findings)
            }
            try compare(column, ofCurrency: nil, &findings)
        }
        return findings
    }

    private func compare(_ column: ReportColumn, ofCurrency currency: String?, _ findings: inout [DocumentFinding]) throws(XMLError) {
        let which = currency.map { "@currency='\($0)'" } ?? "not(@currency)"
        guard let stated = try values("/*/r:envelope/r:control_totals/r:total[@column='\(column.name)'][\(which)]").first else { return }
        let hasCurrencies = template.columns.contains { $0.name == "currency" }
        let rows = currency.flatMap { hasCurrencies ? "[r:currency='\($0)']" : nil } ?? ""
        var sum: Int64 = 0
        for text in try values("/*/r:rows/r:row\(rows)/r:\(column.name)") {
            // The schema allows at most 18 digits; more rows of that size than fit are no sum.
            guard let units = Int64(text.filter { $0 != "." }) else { return }
            let (next, isTooMuch) = sum.addingReportingOverflow(units)
            guard !isTooMuch else { return }
            sum = next
        }
        let value = ReportValue.decimal(sum, places: column.decimals)
        let written = column.decimals == 0 ? String(sum) : value.written
        guard written != stated else { return }
        var finding = DocumentFinding.sum(
            "xml.control-total", "A control total is not the sum of its column.", expected: written, actual: stated)
        finding.column = column.name
        findings.append(finding)
    }

    private func values(_ expression: String) throws(XMLError) -> [String] {
        try document.values(xpath: expression, namespaces: ["r": template.namespace])
    }
}

extension DocumentFinding {
    fileprivate static func sum(_ code: String, _ message: String, expected: String, actual: String) -> DocumentFinding {
        var finding = DocumentFinding(code, message)
        finding.expected = expected
        finding.actual = actual
        return finding
    }
}
