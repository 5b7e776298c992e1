import Contracts
import Documents
import Results

/// Header fields are as their matchers say.
struct HeadersCheck: Check {
    let fields: [FieldExpectation]

    var name: String { "headers" }

    func judgement(of subject: Subject) -> Judgement {
        var findings: [Finding] = []
        var obstacle: String?
        for field in fields {
            let value = subject.message.field(field.name).map { Self.comparable($0, of: field.name) }
            let outcome = subject.matching.outcome(of: value.map { .string($0) }, field.matcher, path: field.name, form: .text)
            obstacle = obstacle ?? outcome.obstacle
            findings += outcome.mismatches.map { .headerMismatch(field, $0, in: subject.message.side) }
        }
        if findings.isEmpty, let obstacle { return .skipped(obstacle) }
        return Judgement(findings)
    }

    /// Directives of `Cache-Control` are the same in any case (RFC 9111 §5.2); contracts write them small. Other fields are as they came.
    private static func comparable(_ value: String, of name: String) -> String {
        name.lowercased() == "cache-control" ? value.lowercased() : value
    }
}
