import Contracts
import Documents
import Results

/// The status is one of those the contract allows.
struct StatusCheck: Check {
    let statuses: [StatusSet]
    let source: SourceLocation

    var name: String { "status" }

    func judgement(of subject: Subject) -> Judgement {
        let status = subject.exchange.response.status
        if statuses.contains(where: { $0.contains(status) }) { return .passed }
        return .failed([.unexpectedStatus(status, problem: Self.problem(in: subject.message), wanted: statuses, at: source)])
    }

    /// What problem details (RFC 9457) say of the refusal.
    private static func problem(in message: JudgedMessage) -> String? {
        guard case .success(let document)? = message.document else { return nil }
        let words = ["type", "title", "detail"].compactMap { document[$0]?.string }
        return words.isEmpty ? nil : Excerpt.text(words.joined(separator: ": "))
    }
}
