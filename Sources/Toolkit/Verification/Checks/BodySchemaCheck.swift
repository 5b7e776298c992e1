import Contracts
import Documents
import JSONSchema
import Results

/// A JSON body satisfies its JSON Schema.
struct BodySchemaCheck: Check {
    let schema: SchemaReference

    var name: String { "body.schema" }

    func judgement(of subject: Subject) -> Judgement {
        guard case .success(let document)? = subject.message.document else { return .skipped(Reason.notJSON) }
        switch subject.schemas[schema] {
        case .json(let compiled):
            let violations = compiled.violations(of: document)
            return Judgement(Finding.limited(violations.map { .schemaViolation($0, in: subject.message.side, of: schema) }))
        case .broken(let why): return .skipped(Reason.brokenSchema(schema.path, why))
        case .xml, .table: return .skipped(Reason.brokenSchema(schema.path, "it is not a JSON Schema"))
        }
    }
}
