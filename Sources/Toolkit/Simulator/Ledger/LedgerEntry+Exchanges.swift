import Contracts
import Documents
import HTTPTypes
import Results
import Scenarios
import Verification

extension LedgerEntry {
    /// A request that an inbox received.
    init(_ reception: Reception, contract: String?, checks: [CheckRecord]) {
        let certificate = reception.peer.map { "\($0.subject) (\($0.thumbprint))" } ?? "no certificate"
        self.init(
            number: 0, direction: .received, at: reception.receivedAt, contract: contract, method: reception.method,
            url: reception.targetURI, status: reception.answer.status, elapsed: reception.answer.delay,
            peer: "\(certificate) at \(reception.remoteAddress)", requestFields: Self.fields(reception.fields),
            requestBody: reception.body, responseFields: Self.fields(reception.answer.fields), responseBody: reception.answer.body,
            checks: checks, medium: reception.medium.rawValue, mailbox: reception.mailbox, mischief: reception.mischief?.rawValue)
    }

    /// A request that a run sent, with the checks of its case that speak of it.
    init(_ exchange: ExchangeRecord, in run: RunRecord) {
        let checks = run.cases.filter { $0.id == exchange.caseID }.flatMap(\.checks).filter { $0.exchanges.contains(exchange.number) }
        self.init(
            number: 0, direction: .sent, at: (try? Timestamp(parsing: exchange.startedAt)) ?? Timestamp(milliseconds: 0),
            contract: exchange.caseID, method: exchange.method, url: exchange.url, status: exchange.status,
            elapsed: .milliseconds(exchange.elapsedMilliseconds), peer: "as \(exchange.identity)",
            requestFields: exchange.requestFields.map { Field($0.name, $0.value) }, requestBody: exchange.requestBody,
            responseFields: exchange.responseFields.map { Field($0.name, $0.value) }, responseBody: exchange.responseBody,
            checks: checks, failure: exchange.failure)
    }

    /// The exchange as a record, for writing it down.
    var record: ExchangeRecord {
        ExchangeRecord(
            number: number, caseID: contract ?? "", direction: direction,
            identity: direction == .sent ? String(peer.dropFirst(3)) : mailbox,
            method: method, url: url, requestFields: requestFields.map { ExchangeRecord.Field($0.name, $0.value) },
            requestBody: requestBody,
            status: status, responseFields: responseFields.map { ExchangeRecord.Field($0.name, $0.value) }, responseBody: responseBody,
            requestSHA256: "", responseSHA256: "", startedAt: at.description,
            elapsedMilliseconds: Int(elapsed.components.seconds) * 1000 + Int(elapsed.components.attoseconds / 1_000_000_000_000_000),
            failure: failure)
    }

    private static func fields(_ fields: HTTPFields) -> [Field] { fields.map { Field($0.name.rawName, $0.value) } }
}
