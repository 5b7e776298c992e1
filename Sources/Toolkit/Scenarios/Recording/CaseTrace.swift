import Documents
import Results
import Synchronization
import Verification

/// What one case exchanged and which of its values are secret; sealed into the journal when the case is over.
final class CaseTrace: Sendable {
    /// Larger bodies are kept up to here as evidence; their digests are of the whole.
    static let maximumBodyBytes = 1 << 20

    private struct State {
        var exchanges: [RawExchange] = []
        var secrets: Set<String> = []
    }

    let caseID: String
    private let journal: Journal
    private let state = Mutex(State())

    init(caseID: String, journal: Journal) {
        self.caseID = caseID
        self.journal = journal
    }

    func add(_ exchange: RawExchange) {
        state.withLock { $0.exchanges.append(exchange) }
    }

    /// From now on, and in what is already recorded, this text is redacted wherever it occurs.
    func taint(_ secret: String) {
        state.withLock { _ = $0.secrets.insert(secret) }
    }

    var redactor: Redactor {
        Redactor(secrets: state.withLock { $0.secrets })
    }

    /// Moves everything into the journal, redacted; the trace is empty afterwards.
    func seal() {
        let (exchanges, secrets) = state.withLock { state in
            defer { state.exchanges = [] }
            return (state.exchanges, state.secrets)
        }
        let redactor = Redactor(secrets: secrets)
        journal.append(exchanges.map { $0.record(caseID: caseID, redactor: redactor) })
    }
}

extension RawExchange {
    /// The exchange as evidence.
    func record(caseID: String, redactor: Redactor) -> ExchangeRecord {
        ExchangeRecord(
            number: number, caseID: caseID, direction: isReceived ? .received : .sent, identity: identity, method: request.method,
            url: redactor.text(request.url), requestFields: redactor.fields(request.fields),
            requestBody: redactor.body(Array(request.body.prefix(CaseTrace.maximumBodyBytes))), status: response?.status ?? 0,
            responseFields: response.map { redactor.fields($0.fields) } ?? [],
            responseBody: response.map { redactor.body(Array($0.body.prefix(CaseTrace.maximumBodyBytes))) } ?? [],
            requestSHA256: Digest.hex(request.body), responseSHA256: Digest.hex(response?.body ?? []),
            startedAt: startedAt.description, elapsedMilliseconds: elapsed.milliseconds, failure: failure.map(redactor.text))
    }
}
