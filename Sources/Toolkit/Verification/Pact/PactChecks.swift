import Contracts
import Documents
import Results

/// The header fields of a Pact example are there; others are free.
struct PactHeadersCheck: Check {
    let message: PactMessage
    let source: SourceLocation

    var name: String { "headers" }

    func judgement(of subject: Subject) -> Judgement {
        let mismatches = PactFields(message).mismatches { subject.message.field($0) }
        return Judgement(
            Finding.limited(mismatches.map { .pactMismatch($0, code: "headers.mismatch", place: "header \($0.path)", at: source) }))
    }
}

/// The body is as a Pact example and its rules say.
struct PactBodyCheck: Check {
    let message: PactMessage
    let source: SourceLocation

    var name: String { "body.match" }

    func judgement(of subject: Subject) -> Judgement {
        let mismatches = PactBodies(message, side: .response).mismatches(subject.message)
        return Judgement(
            Finding.limited(
                mismatches.map {
                    let byte = $0.place.isKnown ? " (byte \($0.place.offset))" : ""
                    return .pactMismatch($0, code: "body.match", place: "in the answer at \($0.path)\(byte)", at: source)
                }))
    }
}

/// Compares header fields with those of an example.
struct PactFields: Sendable {
    private let message: PactMessage

    init(_ message: PactMessage) { self.message = message }

    /// - Parameter actual: looks a field up by name.
    func mismatches(_ actual: (String) -> String?) -> [PactComparison.Mismatch] {
        message.fields.compactMap { field in
            let expected = field.values.joined(separator: ", ")
            let value = actual(field.name)
            if let value, isEqual(field.name, expected, value) { return nil }
            return PactComparison.Mismatch(
                path: field.name, place: .none, expected: Excerpt.text(expected), actual: value.map(Excerpt.text) ?? "nothing")
        }
    }

    private func isEqual(_ name: String, _ expected: String, _ actual: String) -> Bool {
        if let rule = message.fieldRules[name.lowercased()] {
            return PactComparison(side: .response, rules: [rule]).mismatches(.string(expected), .string(actual)).isEmpty
        }
        if name.lowercased() == "content-type" { return Self.areSameType(expected, actual) }
        return Self.tightened(expected) == Self.tightened(actual)
    }

    /// Blanks behind commas carry no meaning.
    private static func tightened(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { part in String(part.drop { $0 == " " || $0 == "\t" }) }
    }

    /// Parameters of the example must be there, in any order.
    private static func areSameType(_ expected: String, _ actual: String) -> Bool {
        let wanted = parameters(expected)
        let got = parameters(actual)
        guard wanted.first == got.first else { return false }
        return Set(wanted.dropFirst()).isSubset(of: Set(got.dropFirst()))
    }

    private static func parameters(_ text: String) -> [String] {
        text.split(separator: ";").map { part in String(part.filter { !$0.isWhitespace }).lowercased() }
    }
}

/// Compares bodies with that of an example.
struct PactBodies: Sendable {
    private let message: PactMessage
    private let side: PactComparison.Side

    init(_ message: PactMessage, side: PactComparison.Side) {
        self.message = message
        self.side = side
    }

    func mismatches(_ actual: JudgedMessage) -> [PactComparison.Mismatch] {
        let comparison = PactComparison(side: side, rules: message.bodyRules)
        switch message.body {
        case .missing: return []
        case .null:
            let isNull = (try? JSONReader.read(actual.body))?.isNull == true
            return actual.body.isEmpty || isNull ? [] : [difference("no body", Excerpt.text(actual.body))]
        case .text(let text):
            guard !actual.body.isEmpty else { return text.isEmpty ? [] : [difference(Excerpt.text(text), "no body")] }
            return comparison.mismatches(.string(text), .string(String(decoding: actual.body, as: UTF8.self)))
        case .json(let node):
            if let type = actual.mediaType, !type.isJSON { return [difference("application/json", type.description)] }
            guard !actual.body.isEmpty else { return [difference("a JSON body", "no body")] }
            do throws(DocumentError) {
                return comparison.mismatches(node, try JSONReader.read(actual.body))
            } catch {
                return [difference("a JSON body", Excerpt.text(error.message))]
            }
        }
    }

    private func difference(_ expected: String, _ actual: String) -> PactComparison.Mismatch {
        PactComparison.Mismatch(path: "$", place: .none, expected: expected, actual: actual)
    }
}

/// Compares whole requests with an example: for mock servers.
struct PactRequests: Sendable {
    let message: PactMessage

    /// - Parameter query: decoded, values in order.
    func mismatches(method: String, path: String, query: [String: [String]], _ actual: JudgedMessage) -> [PactComparison.Mismatch] {
        var found: [PactComparison.Mismatch] = []
        if let wanted = message.method, wanted.uppercased() != method.uppercased() { found.append(difference("method", wanted, method)) }
        if let wanted = message.path {
            let rules = message.pathRule.map { [$0] } ?? []
            found += PactComparison(side: .request, rules: rules).mismatches(.string(wanted), .string(path)).map {
                difference("path", $0.expected, $0.actual)
            }
        }
        if let wanted = message.query { found += queryMismatches(wanted, query) }
        found += PactFields(message).mismatches(actual.field)
        return found + PactBodies(message, side: .request).mismatches(actual)
    }

    private func queryMismatches(_ wanted: [String: [String]], _ actual: [String: [String]]) -> [PactComparison.Mismatch] {
        var found: [PactComparison.Mismatch] = []
        for (name, values) in wanted.sorted(by: { $0.key < $1.key }) {
            let got = actual[name] ?? []
            if let rule = message.queryRules[name], !got.isEmpty {
                let comparison = PactComparison(side: .request, rules: [rule])
                let example = values.first ?? ""
                if got.contains(where: { !comparison.mismatches(.string(example), .string($0)).isEmpty }) {
                    found.append(difference("query \(name)", values.joined(separator: ", "), got.joined(separator: ", ")))
                }
            } else if got != values {
                found.append(difference("query \(name)", values.joined(separator: ", "), got.joined(separator: ", ")))
            }
        }
        for name in actual.keys.sorted() where wanted[name] == nil { found.append(difference("query \(name)", "no such parameter", name)) }
        return found
    }

    private func difference(_ path: String, _ expected: String, _ actual: String) -> PactComparison.Mismatch {
        PactComparison.Mismatch(path: path, place: .none, expected: Excerpt.text(expected), actual: Excerpt.text(actual))
    }
}

extension Finding {
    static func pactMismatch(_ mismatch: PactComparison.Mismatch, code: String, place: String, at source: SourceLocation) -> Finding {
        Finding(
            code: code, message: "expected \(mismatch.expected), got \(mismatch.actual)", source: source, place: place,
            expected: mismatch.expected, actual: mismatch.actual,
            remedy: "answer as the consumer's example says, or change the Pact with the consumer")
    }
}
