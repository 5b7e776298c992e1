import Contracts
import Documents
import Results

/// What checks of the platform's own requests say.
extension Finding {
    static func unexpectedMethod(_ method: String, wanted: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "request.method", message: "expected \(wanted), got \(Excerpt.text(method))", source: source, place: "request line",
            expected: wanted, actual: Excerpt.text(method), remedy: "send the request with \(wanted)")
    }

    static func unexpectedTarget(_ target: String, wanted: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "request.target", message: "expected \(Excerpt.text(wanted)), got \(Excerpt.text(target))", source: source,
            place: "request line", expected: Excerpt.text(wanted), actual: Excerpt.text(target),
            remedy: "send the request to the address that was agreed")
    }

    static func deliveredLate(_ delay: Duration, within: Duration, at source: SourceLocation) -> Finding {
        Finding(
            code: "delivery.late",
            message: "expected the first attempt within \(DurationText.text(within)), it came after \(DurationText.text(delay))",
            source: source, place: "time of reception", expected: DurationText.text(within), actual: DurationText.text(delay),
            remedy: "make the first attempt sooner; look at the platform's delivery queue")
    }

    static func deliveryUnordered(_ path: PathReference) -> Finding {
        Finding(
            code: "delivery.unordered", message: "nothing tells where in the order this delivery stands: \(path.text) is missing",
            source: path.source, place: path.text, expected: "one number or text", actual: "nothing",
            remedy: "number deliveries, or give them the time of what they tell")
    }

    static func deliveryOutOfOrder(_ path: PathReference, _ own: Node, after other: Node, exchange: Int) -> Finding {
        let texts = [own, other].map { Excerpt.text($0.string ?? String(decoding: $0.compactBytes(), as: UTF8.self)) }
        return Finding(
            code: "delivery.out-of-order", message: "\(path.text) is smaller than at exchange \(exchange), which came before",
            source: path.source, place: path.text, expected: "at least \(texts[1])", actual: texts[0],
            remedy: "send deliveries one after another, and hold the later ones back while an earlier one is tried again")
    }

    static func deliveryUnidentified(_ what: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "delivery.unidentified", message: "nothing tells which delivery this is: \(what) is missing", source: source,
            place: what, expected: what, actual: "nothing", remedy: "send \(what) with every attempt")
    }

    static func deliveryChanged(_ part: String, was: String?, is now: String?, exchange: Int, at source: SourceLocation) -> Finding {
        Finding(
            code: "delivery.changed", message: "\(part) is another than at the attempt of exchange \(exchange)", source: source,
            place: part,
            expected: was.map(Excerpt.text) ?? "nothing", actual: now.map(Excerpt.text) ?? "nothing",
            remedy: "repeat a delivery as it was first sent")
    }

    static func deliveryRepeated(exchange: Int, at source: SourceLocation) -> Finding {
        Finding(
            code: "delivery.repeated", message: "the delivery was acknowledged in exchange \(exchange) and sent again", source: source,
            place: "request", expected: "one acknowledged attempt", actual: "another attempt",
            remedy: "remember the acknowledgement before the next attempt is planned")
    }

    static func deliveryKeyReused(_ key: String, exchange: Int, at source: SourceLocation) -> Finding {
        Finding(
            code: "delivery.key-reused", message: "the Idempotency-Key belongs to another delivery, that of exchange \(exchange)",
            source: source, place: "header Idempotency-Key", expected: "a key of its own", actual: Excerpt.text(key),
            remedy: "make a new key for each delivery and keep it for its attempts")
    }
}
