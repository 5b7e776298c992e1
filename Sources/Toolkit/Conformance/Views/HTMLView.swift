import Results

/// The report as one offline page: no script is needed to read it, one small script filters it; it prints as it stands.
package struct HTMLView {
    private let report: ConformanceReport

    /// A view of `report`; the page links to the evidence members of the bundle it lies in.
    package init(_ report: ConformanceReport) { self.report = report }

    /// The complete page.
    package func page() -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
        <title>\(report.summary.verdict.rawValue) · \(text(report.run.subject.name))</title>
        <style>
        \(HTMLStyle.sheet)
        </style>
        </head>
        <body>
        <a class="skip" href="#findings">Skip to the findings</a>
        \(masthead())
        <main>
        \(figures())
        \(reasons())
        \(findings())
        \(HTMLRequirementTable(report).section())
        \(HTMLCaseList(report).section())
        \(exchanges())
        \(reading())
        </main>
        <script>
        \(HTMLStyle.script)
        </script>
        </body>
        </html>

        """
    }

    private func text(_ raw: String) -> String { Markup.escaped(raw) }

    private func masthead() -> String {
        let subject = report.run.subject
        let tone = HTMLStyle.tone(of: report.summary.verdict)
        return """
            <header class="\(tone)">
            <p class="kicker">Conformance report</p>
            <h1>\(report.summary.verdict.rawValue)</h1>
            <p class="subject">\(text(subject.name)) · \(text(subject.environment))\(PlainText.part(report).map { " · \(text($0))" } ?? "")</p>
            <dl>
            <div><dt>Tested at</dt><dd>\(text(subject.baseURL))</dd></div>
            <div><dt>Run</dt><dd><time>\(text(report.run.startedAt))</time> to <time>\(text(report.run.endedAt))</time></dd></div>
            <div><dt>Requirement catalogue</dt><dd>\(text(report.catalogueRevision)), digest \(text(String(report.catalogueSHA256.prefix(16))))…</dd></div>
            <div><dt>Issued by</dt><dd>\(text(report.issuer.tool)) \(text(report.issuer.version)), \(text(report.issuer.role))</dd></div>
            <div><dt>Report</dt><dd>\(text(report.id))</dd></div>
            </dl>
            </header>
            """
    }

    private func figures() -> String {
        let summary = report.summary
        func figure(_ number: Int, _ label: String, _ tone: String) -> String {
            "<div class=\"figure \(number > 0 ? tone : "quiet")\"><b>\(number)</b><span>\(label)</span></div>"
        }
        let counts = summary.requirements
        return """
            <section aria-labelledby="figures-title"><h2 id="figures-title">In figures</h2>
            <div class="figures">
            \(figure(summary.passed, "checks passed", "good"))
            \(figure(summary.failed, "checks failed", "bad"))
            \(figure(summary.warned, "with findings", "fair"))
            \(figure(summary.skipped, "could not be made", "fair"))
            \(figure(summary.notApplicable, "not applicable", "plain"))
            </div>
            <div class="figures">
            \(figure(counts[.verified] ?? 0, "requirements verified", "good"))
            \(figure(counts[.failed] ?? 0, "failed", "bad"))
            \(figure((counts[.verifiedWithFindings] ?? 0), "verified with findings", "fair"))
            \(figure(counts[.notRun] ?? 0, "not run", "fair"))
            \(figure(counts[.notTestable] ?? 0, "not tested in this edition", "plain"))
            </div>
            </section>
            """
    }

    private func reasons() -> String {
        let reasons = report.summary.reasons
        if reasons.isEmpty { return "" }
        let items = reasons.prefix(50).map { "<li>\(text($0))</li>" }.joined(separator: "\n")
        return "<section class=\"notice\"><h2>Why the verdict is not better</h2><ul>\n\(items)\n</ul></section>"
    }

    private func findings() -> String {
        let all = report.findings
        let run = report.run.preflightFailures + report.run.harnessFaults
        if all.isEmpty && run.isEmpty {
            return "<section id=\"findings\"><h2>Findings</h2><p>None: every check that was made passed.</p></section>"
        }
        let articles =
            run.map { HTMLFinding(finding: $0, caseID: "run", check: "run").article() }
            + all.map { HTMLFinding(finding: $0.finding, caseID: $0.caseID, check: $0.check).article() }
        return
            "<section id=\"findings\"><h2>Findings <small>\(articles.count)</small></h2>\n\(articles.joined(separator: "\n"))\n</section>"
    }

    private func exchanges() -> String {
        let rows = report.run.exchanges.map { exchange in
            let answer = exchange.failure.map { "<span class=\"tag bad\">\(text($0))</span>" } ?? String(exchange.status)
            return """
                <tr id="x\(exchange.number)"><td>\(exchange.number)</td><td>\(exchange.direction.rawValue)</td><td>\(text(exchange.identity))</td>\
                <td><code>\(text(exchange.method)) \(text(exchange.url))</code></td><td>\(answer)</td><td>\(exchange.elapsedMilliseconds) ms</td>\
                <td><a href="../\(exchange.evidencePath)">evidence</a></td></tr>
                """
        }
        return """
            <section><h2>Exchanges <small>\(rows.count)</small></h2>
            <details><summary>Every request and answer, with its evidence</summary>
            <table><thead><tr><th>No.</th><th>Direction</th><th>Identity</th><th>Request</th><th>Answer</th><th>Time</th><th></th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></details></section>
            """
    }

    private func reading() -> String {
        """
        <section><h2>How to read and check this report</h2>
        <p>The verdict speaks of the requirements that the selected contracts and scenarios refer to, on the day and at the address above.
        It is no approval by a regulator. Requirements marked <em>project profile</em> rest on the project's own convention;
        only those with a clause as their basis say something of the law. A check that could not be made never counts as passed.</p>
        <p>Whether this bundle is complete and unchanged, and who signed it:</p>
        <pre>assay report verify BUNDLE --trust trust.jwks</pre>
        <p>By hand: <code>manifest.json</code> lists each member with its SHA-256 (<code>sha256sum</code>), <code>signature.jws</code> (RFC 7515)
        signs the SHA-256 of <code>manifest.json</code> with key <code>\(text(report.issuer.keyID))</code>.</p>
        </section>
        """
    }
}
