import Documents
import HTTPTypes
import Results
import Transport
import Verification

/// The runner's way to the subject: sends, times, numbers and records each exchange.
struct Channel: Sendable {
    let exchanger: any Exchanger
    let journal: Journal
    let clock: RunClock
    let timeout: Duration
    let progress: @Sendable (RunProgress) -> Void

    /// A trace for exchanges that belong to this case.
    func trace(named caseID: String) -> CaseTrace { CaseTrace(caseID: caseID, journal: journal) }

    /// Sends one request; what it leaves in the trace is the same whether an answer came or not.
    /// - Parameter identity: the name under which it is recorded.
    func send(_ request: OutgoingRequest, as client: ClientIdentity?, identity: String, trace: CaseTrace) async -> Attempt {
        var request = request
        request.timeout = timeout
        let sent = Exchange.Request(method: request.method, url: request.url, fields: request.fields, body: request.body)
        let startedAt = clock.now()
        let start = clock.uptime()
        let outcome: Result<IncomingResponse, TransportError>
        do throws(TransportError) {
            outcome = .success(try await exchanger.send(request, as: client))
        } catch {
            outcome = .failure(error)
        }
        let elapsed = clock.uptime() - start
        let number = journal.nextNumber()
        let attempt: Attempt
        switch outcome {
        case .success(let response):
            attempt = .answered(
                Exchange(
                    number: number, request: sent,
                    response: Exchange.Response(status: response.status, fields: response.fields, body: response.body),
                    startedAt: startedAt, elapsed: elapsed))
        case .failure(let error):
            attempt = .failed(Attempt.Failure(code: error.code, message: error.message, number: number))
        }
        record(attempt, sent, identity: identity, startedAt: startedAt, elapsed: elapsed, in: trace)
        return attempt
    }

    private func record(
        _ attempt: Attempt, _ sent: Exchange.Request, identity: String, startedAt: Timestamp, elapsed: Duration, in trace: CaseTrace
    ) {
        var failure: String?
        if case .failed(let cause) = attempt { failure = "\(cause.code.rawValue): \(cause.message)" }
        trace.add(
            RawExchange(
                number: attempt.number, isReceived: false, identity: identity, request: sent, response: attempt.exchange?.response,
                startedAt: startedAt, elapsed: elapsed, failure: failure))
        progress(
            .exchanged(
                caseID: trace.caseID, method: sent.method, url: trace.redactor.text(sent.url),
                status: attempt.exchange?.response.status ?? 0, elapsedMilliseconds: elapsed.milliseconds))
    }
}
