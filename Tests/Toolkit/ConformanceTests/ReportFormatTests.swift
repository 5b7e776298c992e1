import Documents
import Foundation
import Results
import Testing

@testable import Conformance

@Suite struct ReportFormatTests {
    @Test(arguments: [CheckOutcome.passed, .failed, .skipped, .notApplicable])
    func `what was written is read back`(outcome: CheckOutcome) throws {
        var run = RunFixture.run([RunFixture.check(outcome)])
        run.selectedRequirements = [RunFixture.id("REQ-AUD-001")]
        run.selection = ["--tags core"]
        run.preflightFailures = [Finding(code: "preflight.no-answer", severity: .warning, message: "m", remedy: "r")]
        let report = RunFixture.report(run)
        let back = try ConformanceReport(reading: JSONReader.read(report.node().prettyBytes()))
        #expect(back.node() == report.node())
        #expect(back.summary == report.summary)
        #expect(back.requirements == report.requirements)
    }

    @Test func `a member of another kind is named by its path`() throws {
        let report = RunFixture.report(RunFixture.run([RunFixture.check(.passed)]))
        let broken = report.node().setting("issuer", .object([("tool", 1)]))
        #expect { try ConformanceReport(reading: broken) } throws: { "\($0)".contains("report.issuer.tool") }
    }

    @Test func `views escape what the subject wrote`() throws {
        let report = RunFixture.report(RunFixture.run([RunFixture.check(.failed)]))
        #expect(Markup.prose("`GET <x>` and ` alone") == "<code>GET &lt;x&gt;</code> and ` alone")
        #expect(Markup.prose("a `b` `c`") == "a <code>b</code> <code>c</code>" && Markup.prose("`") == "`")
        let page = HTMLView(report).page()
        #expect(!page.contains("got 500 <b>"))
        #expect(page.contains("got 500 &lt;b&gt;"))
        #expect(page.contains("href=\"../evidence/exchange-00001.json\""))
        let junit = String(decoding: JUnitView(report).bytes(), as: UTF8.self)
        #expect(junit.contains("failures=\"1\""))
        #expect(junit.contains("expected: 200"))
        let parser = XMLWellFormedness(junit)
        #expect(parser.isWellFormed)
    }
}

/// A second opinion on well-formedness, small and strict enough for a view without namespaces: tags match and nothing is left raw.
private struct XMLWellFormedness {
    let isWellFormed: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var isGood = true
        var rest = text[...]
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") { isGood = isGood && open.popLast() == tag.dropFirst() } else { open.append(tag.prefix { $0 != " " }) }
        }
        isWellFormed = isGood && open.isEmpty && !rest.contains("<")
    }
}
