import Contracts
import MessageSignatures
import Results

/// The body is the one that its `Content-Digest` names (RFC 9530).
struct ContentDigestCheck: Check {
    let source: SourceLocation

    var name: String { "content-digest" }

    func judgement(of subject: Subject) -> Judgement {
        let message = subject.message
        let field = message.field("Content-Digest")
        // The digest of an answer to HEAD is that of the content which GET would have had.
        let isHead = message.side == .answer && subject.exchange.request.method == "HEAD"
        if message.body.isEmpty, field == nil || isHead { return .passed }
        do throws(SignatureError) {
            try ContentDigest.check(field, body: message.body)
            return .passed
        } catch {
            return .failed([.digestProblem(error, field: field, in: message.side, at: source)])
        }
    }
}
