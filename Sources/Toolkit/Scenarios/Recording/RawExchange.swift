import Documents
import Transport
import Verification

/// An exchange as it was on the wire, secrets included; lives until its case is sealed.
struct RawExchange: Sendable {
    let number: Int
    /// Whether the runner asked or an inbox was asked.
    let isReceived: Bool
    let identity: String
    let request: Exchange.Request
    /// Nil when no answer came.
    let response: Exchange.Response?
    let startedAt: Timestamp
    let elapsed: Duration
    /// The transport's words, when no answer came.
    let failure: String?
}

/// How an attempt to exchange ended.
enum Attempt: Sendable {
    /// An answer came, whatever it says.
    case answered(Exchange)
    /// None came.
    case failed(Failure)

    /// Why no answer came, and under which number that is recorded.
    struct Failure: Sendable {
        let code: TransportError.Code
        let message: String
        let number: Int

        /// Whether the subject ended the handshake or the connection; under TLS 1.3 a refused certificate may show as either.
        var isRefusal: Bool { code == .tlsFailed || code == .connectionLost }
    }

    /// The exchange, when there was an answer.
    var exchange: Exchange? {
        if case .answered(let exchange) = self { exchange } else { nil }
    }

    /// The number of the exchange in the run.
    var number: Int {
        switch self {
        case .answered(let exchange): exchange.number
        case .failed(let failure): failure.number
        }
    }
}
