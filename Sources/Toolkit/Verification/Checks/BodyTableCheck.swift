import Contracts
import Results
import Tables

/// A CSV body is as its table schema says: header, cells, and the sums between them.
struct BodyTableCheck: Check {
    let schema: SchemaReference

    var name: String { "body.table" }

    func judgement(of subject: Subject) -> Judgement {
        switch subject.schemas[schema] {
        case .table(let compiled):
            let issues = compiled.issues(in: subject.message.body)
            return Judgement(Finding.limited(issues.map { .tableIssue($0, in: subject.message.side, of: schema) }))
        case .broken(let why): return .skipped(Reason.brokenSchema(schema.path, why))
        case .json, .xml: return .skipped(Reason.brokenSchema(schema.path, "it is not a table schema"))
        }
    }
}
