import Contracts
import Documents
import HTTPTypes
import Results
import Verification

/// A value taken from a message under a name; each name is given once in a scenario.
struct Capture: Sendable {
    /// Where in the message it lies.
    enum Origin: Sendable {
        case status
        case header(String)
        /// The path must select exactly one node.
        case body(PathReference)
        /// The SHA-256 of the body's bytes in lower-case hex.
        case digest
        /// A figure of a CSV body.
        case table(TableFigure)
        /// What a PDF body says of itself.
        case printed(PathReference)
    }

    /// Secrets shorter than this cannot be told from ordinary text when they are redacted, so they are refused.
    static let shortestSecret = 6

    let name: String
    let origin: Origin
    /// What kind of value it must be; nil takes any.
    let type: ValueType?
    /// Its text is redacted from everything that is kept.
    let isSecret: Bool
    let source: SourceLocation

    /// The value in the message that the subject wrote, or why there is none.
    func value(in last: Stage.LastExchange) -> Result<Node, CaptureProblem> {
        let exchange = last.exchange
        let fields = last.isReceived ? exchange.request.wordedFields : exchange.response.wordedFields
        // What a digest and a table are of is what was on the wire.
        let body = last.isReceived ? exchange.request.body : exchange.response.body
        switch origin {
        case .status: return .success(.integer(exchange.response.status))
        case .header(let name):
            guard let fieldName = HTTPField.Name(name), let value = fields[fieldName] else {
                return .failure(CaptureProblem(place: "header \(name)", expected: "the field", actual: "nothing"))
            }
            return .success(.string(value))
        case .digest: return .success(.string(Digest.hex(body)))
        case .table(let figure): return figure.value(in: body)
        case .printed(let reference): return Self.only(reference, in: PDFDocument(body).facts)
        case .body(let reference):
            guard let document = last.isReceived ? exchange.request.document : exchange.response.document else {
                return .failure(
                    CaptureProblem(place: reference.text, expected: "a JSON body", actual: "\(body.count) bytes that are not JSON"))
            }
            return Self.only(reference, in: document)
        }
    }

    private static func only(_ reference: PathReference, in document: Node) -> Result<Node, CaptureProblem> {
        let matches = reference.path.matches(in: document)
        guard let match = matches.first, matches.count == 1 else {
            return .failure(CaptureProblem(place: reference.text, expected: "exactly one value", actual: "\(matches.count)"))
        }
        return .success(match.node)
    }
}

/// Why a capture found nothing it could keep.
struct CaptureProblem: Error, Sendable {
    let place: String
    let expected: String
    let actual: String
}

extension [Capture] {
    /// Takes every value from the exchange that the stage saw last.
    /// - Returns: one failed record per value that is not there; nothing when all were taken.
    func take(from stage: inout Stage, requirements: [RequirementReference]) -> [CheckRecord] {
        guard let last = stage.last else { return [] }
        return compactMap { capture in
            capture.take(from: last, into: &stage).map { finding in
                CheckRecord(
                    check: "capture", outcome: .failed, requirements: requirements, findings: [finding],
                    exchanges: [last.exchange.number])
            }
        }
    }
}

extension Capture {
    fileprivate func take(from last: Stage.LastExchange, into stage: inout Stage) -> Finding? {
        let requirements = stage.scenario.requirements
        switch value(in: last) {
        case .failure(let problem): return .captureMissing(name, problem, requirements, source: source)
        case .success(let node):
            if let type, let problem = mismatch(of: node, type, in: stage) {
                return .captureMissing(name, problem, requirements, source: source)
            }
            if isSecret, (node.string ?? node.number?.lexeme ?? "").count < Self.shortestSecret {
                return .captureMissing(
                    name,
                    CaptureProblem(
                        place: originText, expected: "a secret text of at least \(Self.shortestSecret) characters",
                        actual: "a shorter one, or none"), requirements, source: source)
            }
            if let first = stage.keep(node, as: name, isSecret: isSecret, source: source) {
                return .captureTwice(name, first: first, source: source)
            }
            return nil
        }
    }

    private func mismatch(of node: Node, _ type: ValueType, in stage: Stage) -> CaptureProblem? {
        let matcher = Matcher(rules: [.type(type)], source: source)
        guard let miss = MatcherJudge(values: stage.values, now: stage.session.clock.now()).miss(matcher, node) else { return nil }
        return CaptureProblem(place: originText, expected: miss.expected, actual: miss.actual)
    }

    private var originText: String {
        switch origin {
        case .status: "status"
        case .header(let name): "header \(name)"
        case .body(let reference): reference.text
        case .digest: "the body's digest"
        case .table(let figure): figure.description
        case .printed(let reference): "the document's own \(reference.text)"
        }
    }
}
