import Contracts
import Results
import XMLDocuments

/// An XML body is well-formed and valid against its XML Schema.
struct BodyXSDCheck: Check {
    let schema: SchemaReference

    var name: String { "body.xsd" }

    func judgement(of subject: Subject) -> Judgement {
        switch subject.schemas[schema] {
        case .xml(let compiled):
            let issues = compiled.issues(in: subject.message.body)
            return Judgement(Finding.limited(issues.map { .xmlIssue($0, in: subject.message.side, of: schema) }))
        case .broken(let why): return .skipped(Reason.brokenSchema(schema.path, why))
        case .json, .table: return .skipped(Reason.brokenSchema(schema.path, "it is not an XML Schema"))
        }
    }
}
