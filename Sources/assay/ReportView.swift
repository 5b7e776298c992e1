import Conformance
import Documents

/// Views of a report by the names of `--reporter`.
enum ReportView {
    static func bytes(_ kind: ReportViewKind, of report: ConformanceReport) -> [UInt8] {
        switch kind {
        case .json: report.node().prettyBytes()
        case .junit: JUnitView(report).bytes()
        case .html: Array(HTMLView(report).page().utf8)
        }
    }
}
