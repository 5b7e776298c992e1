import Contracts
import Documents
import Results

/// There is a body when there must be one, none when there must be none, and JSON is well-formed.
struct BodyCheck: Check {
    let expected: ExpectedBody

    var name: String { "body" }

    func judgement(of subject: Subject) -> Judgement {
        let message = subject.message
        switch expected {
        case .anything: return .passed
        case .empty(let source):
            return message.body.isEmpty ? .passed : .failed([.bodyNotEmpty(message.body, in: message.side, at: source)])
        case .oneOf(let expectations):
            guard
                let source = (expectations.first { message.mediaType?.satisfies($0.mediaType.value) == true } ?? expectations.first)?
                    .mediaType.source
            else { return .passed }
            if message.body.isEmpty { return .failed([.bodyMissing(in: message.side, at: source)]) }
            if case .failure(let error)? = message.document { return .failed([.malformedJSON(error, in: message.side, at: source)]) }
            return .passed
        }
    }
}
