import Contracts
import Documents
import Results

/// Values in a JSON body are as their matchers say.
struct BodyMatchCheck: Check {
    let expectations: [PathExpectation]

    var name: String { "body.match" }

    func judgement(of subject: Subject) -> Judgement {
        guard case .success(let document)? = subject.message.document else { return .skipped(Reason.notJSON) }
        let outcome = subject.matching.outcome(of: expectations, in: document)
        if outcome.mismatches.isEmpty, let obstacle = outcome.obstacle { return .skipped(obstacle) }
        return Judgement(Finding.limited(outcome.mismatches.map { .bodyMismatch($0, in: subject.message.side) }))
    }
}
