import Contracts
import Documents
import Results

/// One kind of check, made of what a contract says. Pure: the same subject gives the same judgement.
protocol Check: Sendable {
    /// The word that stands for it in records: `status`, `body.match`.
    var name: String { get }
    func judgement(of subject: Subject) -> Judgement
}

/// How a check ended.
enum Judgement: Sendable, Equatable {
    case passed
    /// Severity and requirements are put in by the verifier.
    case failed([Finding])
    /// Nothing could be said; why not.
    case skipped(String)

    /// Passed when nothing was found.
    init(_ findings: [Finding]) { self = findings.isEmpty ? .passed : .failed(findings) }
}

/// What checks look at.
struct Subject: Sendable {
    let exchange: Exchange
    let message: JudgedMessage
    let evidence: Evidence
    /// The evidence's variables with `request` and `response` of the exchange.
    let values: [String: Node]
    let schemas: SchemaSet

    /// - Parameter side: which half is judged.
    init(_ exchange: Exchange, judging side: JudgedMessage.Side, evidence: Evidence, schemas: SchemaSet) {
        self.exchange = exchange
        self.evidence = evidence
        self.schemas = schemas
        let request = JudgedMessage(exchange.request)
        let response = JudgedMessage(exchange.response)
        message = side == .answer ? response : request
        var values = evidence.values
        values["request"] = request.variables([
            ("method", .string(exchange.request.wordedMethod)), ("url", .string(exchange.request.wordedURL)),
        ])
        values["response"] = response.variables([("status", .integer(exchange.response.status))])
        self.values = values
    }

    /// Matchers resolved with the subject's variables.
    var matching: Matching { Matching(values: values, now: evidence.now, keys: evidence.keys) }
}
