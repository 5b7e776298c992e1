package import Documents
package import Results

/// One exchange that the simulator took part in, with what was found wrong with it.
package struct LedgerEntry: Sendable, Hashable {
    /// What the checks say together.
    package enum Verdict: String, Sendable, CaseIterable {
        case passed
        /// A must is broken.
        case failed
        /// Only a should or may is broken.
        case findings = "passed with findings"
        /// No contract says how it must be.
        case notJudged = "not judged"
    }

    /// One header field.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 1-based, in the order of the ledger; 0 before it is entered.
    package var number: Int
    package var direction: ExchangeRecord.Direction
    package var at: Timestamp
    /// Full id of the interaction or scenario by which it was judged; nil when none fits.
    package var contract: String?
    package var method: String
    package var url: String
    /// 0 when no answer came.
    package var status: Int
    package var elapsed: Duration
    /// Certificate and address of the other side, as far as known: `CN=platform at 127.0.0.1`.
    package var peer: String
    package var requestFields: [Field]
    package var requestBody: [UInt8]
    package var responseFields: [Field]
    package var responseBody: [UInt8]
    package var checks: [CheckRecord]
    /// Why no answer came.
    package var failure: String?
    /// `http`, `mail` or `file`.
    package var medium = "http"
    /// The mailbox it came to; empty for what was sent.
    package var mailbox = ""
    /// What was done to it on purpose.
    package var mischief: String?

    /// What the checks of the entry say together.
    package var verdict: Verdict {
        let failed = checks.filter { $0.outcome == .failed }
        if failure != nil || failed.contains(where: { $0.findings.contains { $0.severity == .error } }) { return .failed }
        if !failed.isEmpty { return .findings }
        return checks.contains { $0.outcome == .passed } ? .passed : .notJudged
    }

    /// Whether one of its words contains the text, upper or lower case.
    func mentions(_ text: String) -> Bool {
        let words =
            [direction.rawValue, contract ?? "", method, url, String(status), peer, verdict.rawValue, medium, mailbox, mischief ?? ""]
            + checks.flatMap { $0.findings.map(\.code) }
        let wanted = text.lowercased()
        return words.contains { $0.lowercased().contains(wanted) }
    }
}
