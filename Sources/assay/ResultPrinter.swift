import Conformance
import Contracts
import Results

/// The result of a run on stdout: findings, then verdict, counts, requirement coverage and where the page is.
struct ResultPrinter {
    let report: ConformanceReport
    let isQuiet: Bool

    func print(bundle: String) {
        for finding in report.run.preflightFailures + report.run.harnessFaults {
            Console.result(FindingText.text(finding, style: Console.style) + "\n")
        }
        for testCase in report.run.cases {
            let findings = testCase.checks.flatMap { check in check.findings.map { (check, $0) } }
            for (check, finding) in findings {
                Console.result("✗ \(testCase.id)   \(check.check)")
                Console.result(FindingText.text(finding, style: Console.style))
                if let again = testCase.again { Console.result("  again: \(again)") }
                Console.result("")
            }
            if findings.isEmpty, let check = testCase.checks.first(where: \.breaksMust) {
                Console.result("✗ \(testCase.id)   \(check.check): failed without saying why\n")
            }
        }
        if !isQuiet {
            for reason in report.summary.reasons.prefix(20) { Console.result("- \(reason)") }
        }
        if let part = PlainText.part(report) { Console.result(part) }
        Console.result(PlainText.closing(report))
        Console.result(PlainText.coverage(report))
        Console.result("report  \(bundle)/html/index.html")
    }
}
