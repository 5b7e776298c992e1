import Contracts
import Documents
import Results
import Tables

/// Values in a JSON body, or in the rows of a CSV body, are as their matchers say.
struct BodyMatchCheck: Check {
    let expectations: [PathExpectation]

    var name: String { "body.match" }

    func judgement(of subject: Subject) -> Judgement {
        let document: Node
        if subject.message.mediaType?.isCSV == true {
            do throws(TableError) {
                document = try TableDocument.read(subject.message.body)
            } catch {
                let source = expectations.first?.path.source ?? SourceLocation(file: "")
                return .failed([.malformedCSV(error, in: subject.message.side, at: source)])
            }
        } else {
            guard case .success(let read)? = subject.message.document else { return .skipped(Reason.notJSON) }
            document = read
        }
        let outcome = subject.matching.outcome(of: expectations, in: document)
        if outcome.mismatches.isEmpty, let obstacle = outcome.obstacle { return .skipped(obstacle) }
        return Judgement(Finding.limited(outcome.mismatches.map { .bodyMismatch($0, in: subject.message.side) }))
    }
}
