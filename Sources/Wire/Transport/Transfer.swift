import CCurl
import Synchronization

/// Whether the caller of a transfer still wants it; set from any thread, read by the thread of the transfers.
final class TransferTicket: Sendable {
    private let cancelled = Atomic(false)
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
    func cancel() { cancelled.store(true, ordering: .releasing) }
}

/// A request on its way to the thread of the transfers.
struct Submission: Sendable {
    let plan: RequestPlan
    let ticket: TransferTicket
    let continuation: CheckedContinuation<Result<IncomingResponse, TransportError>, Never>
}

/// One exchange while it runs. Created, called back and finished on the thread of the transfers only.
final class Transfer {
    private let submission: Submission
    private(set) var easy: CurlEasy
    private var head = ResponseHead()
    private var body: [UInt8] = []
    private var refusal: TransportError?
    private var tls: TLSFacts?
    private var isTLSKnown = false

    init(_ submission: Submission, trust: Trust, identity: ClientIdentity?) throws(TransportError) {
        self.submission = submission
        easy = try CurlEasy()
        try easy.setReceiver(self)
        try easy.configure(submission.plan, trust: trust, identity: identity)
    }

    var isCancelled: Bool { submission.ticket.isCancelled }

    /// False refuses the rest of the answer.
    func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= submission.plan.request.maximumBodyBytes else {
            refusal = .tooLarge(origin: submission.plan.origin, limit: submission.plan.request.maximumBodyBytes)
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    /// False refuses the rest of the answer.
    func receive(fieldLine bytes: UnsafeRawBufferPointer) -> Bool {
        // Only now, while the transfer runs, is the session there to be asked.
        if !isTLSKnown { (tls, isTLSKnown) = (easy.tlsFacts(), true) }
        do throws(TransportError) {
            try head.take(unsafe Array(bytes))
            return true
        } catch {
            refusal = error
            return false
        }
    }

    /// Answers the caller; call once, after the handle left the multi handle.
    func finish(_ code: CURLcode) {
        let plan = submission.plan
        if let refusal { return fail(refusal) }
        guard code == CURLE_OK else {
            return fail(.failure(code, detail: easy.detail, plan: plan))
        }
        submission.continuation.resume(returning: .success(response()))
    }

    /// Answers the caller that there will be no answer.
    func fail(_ error: TransportError) { submission.continuation.resume(returning: .failure(error)) }

    private func response() -> IncomingResponse {
        let version =
            switch easy.number(CURLINFO_HTTP_VERSION) {
            case Int(CURL_HTTP_VERSION_1_0): "HTTP/1.0"
            case Int(CURL_HTTP_VERSION_1_1): "HTTP/1.1"
            default: "HTTP/2"
            }
        return IncomingResponse(
            status: head.status, fields: head.fields, trailers: head.trailers, body: body, httpVersion: version,
            remoteAddress: easy.text(CURLINFO_PRIMARY_IP), isConnectionReused: easy.number(CURLINFO_NUM_CONNECTS) == 0,
            tls: tls, resolveTime: easy.duration(CURLINFO_NAMELOOKUP_TIME_T), connectTime: easy.duration(CURLINFO_CONNECT_TIME_T),
            tlsTime: easy.duration(CURLINFO_APPCONNECT_TIME_T),
            firstByteTime: easy.duration(CURLINFO_STARTTRANSFER_TIME_T), elapsed: easy.duration(CURLINFO_TOTAL_TIME_T))
    }
}
