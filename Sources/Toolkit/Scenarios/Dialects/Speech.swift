package import Contracts
import Documents
import HTTPTypes
import Transport
package import Verification

/// One request of the contracts put in a subject's words, and what is needed to understand the answer.
struct Speech: Sendable {
    let dialect: Dialect
    let interaction: Interaction
    /// As the contract says it.
    let asked: OutgoingRequest
    /// As the subject wants it.
    let request: OutgoingRequest
    private let subject: Vocabulary.Subject

    /// Nil for interactions of Pact files.
    /// - Parameter baseURL: the subject's address, without a slash at its end; targets elsewhere stay as they are.
    init?(_ dialect: Dialect, _ interaction: Interaction, _ asked: OutgoingRequest, baseURL: String) {
        guard interaction.response?.pact == nil else { return nil }
        self.dialect = dialect
        self.interaction = interaction
        self.asked = asked
        let isOfSubject = asked.url.hasPrefix("\(baseURL)/")
        let target = RequestTarget(isOfSubject ? String(asked.url.dropFirst(baseURL.count)) : "/")
        subject = Vocabulary.Subject(
            side: .request, interactionID: interaction.fullID, schemas: [], target: isOfSubject ? (asked.method, target) : nil)
        var request = asked
        if isOfSubject, let spoken = dialect.spoken(asked.method, target) {
            request.method = spoken.method
            request.url = baseURL + spoken.target
        }
        request.fields = dialect.fields.spoken(asked.fields)
        let glossary = dialect.glossary(for: subject)
        if !glossary.isEmpty, let document = try? JSONReader.read(asked.body) {
            request.body = glossary.spoken(document).compactBytes()
        }
        self.request = request
    }

    /// The attempt with both halves in the words of the contracts too.
    func heard(_ attempt: Attempt) -> Attempt {
        guard case .answered(let exchange) = attempt else { return attempt }
        let request = Exchange.Request(
            method: exchange.request.method, url: exchange.request.url, fields: exchange.request.fields, body: exchange.request.body,
            wording: Wording(
                method: asked.method, url: asked.url, fields: dialect.fields.heard(exchange.request.fields),
                document: try? JSONReader.read(asked.body)))
        let response = exchange.response
        let document = (try? JSONReader.read(response.body)).map { heardAnswer($0) }
        return .answered(
            Exchange(
                number: exchange.number, request: request,
                response: Exchange.Response(
                    status: response.status, fields: response.fields, body: response.body,
                    wording: Wording(fields: dialect.fields.heard(response.fields), document: document)),
                startedAt: exchange.startedAt, elapsed: exchange.elapsed))
    }

    /// A document of the answer, or one that was packed in it, in the words of the contracts.
    func heardAnswer(_ document: Node) -> Node {
        dialect.glossary(
            for: Vocabulary.Subject(
                side: .answer, interactionID: interaction.fullID, schemas: interaction.answerSchemas, target: subject.target)
        ).heard(dialect.heardProblem(document))
    }
}

extension Dialect {
    /// What an inbox received, with its request in the words of the contracts too; mails and files have no dialect.
    package func heard(received exchange: Exchange, by interaction: Interaction) -> Exchange {
        guard interaction.expectedRequest?.medium == .http else { return exchange }
        let request = exchange.request
        let wording = Wording(fields: fields.heard(request.fields), document: heard(request.body, of: interaction))
        return Exchange(
            number: exchange.number,
            request: Exchange.Request(
                method: request.method, url: request.url, fields: request.fields, body: request.body, wording: wording),
            response: exchange.response, startedAt: exchange.startedAt, elapsed: exchange.elapsed)
    }

    /// The JSON body of something that was sent to an inbox, in the words of the contracts; nil when it is no JSON.
    func heard(_ body: [UInt8], of interaction: Interaction) -> Node? {
        guard let document = try? JSONReader.read(body) else { return nil }
        guard let expected = interaction.expectedRequest, expected.medium == .http else { return document }
        return glossary(
            for: Vocabulary.Subject(
                side: .request, interactionID: interaction.fullID, schemas: expected.body.schemaNames, target: nil)
        ).heard(document)
    }

    /// How the subject wants a request to be signed.
    func spoken(_ signature: RequestSignature) -> RequestSignature {
        RequestSignature(
            covers: signature.covers.map(wireNames.component), tag: signature.tag.map(wireNames.tag),
            expiresAfter: signature.expiresAfter, hasNonce: signature.hasNonce, fault: signature.fault, source: signature.source)
    }

    /// Method and target on the wire; nil when the dialect does not speak of this one.
    func spoken(_ method: String, _ target: RequestTarget) -> (method: String, target: String)? {
        var best: (mapping: PathMapping, match: PathPattern.Match)?
        for mapping in paths where mapping.method == nil || mapping.method == method {
            guard let match = mapping.pattern.match(target) else { continue }
            if let found = best, found.mapping.weight >= mapping.weight { continue }
            best = (mapping, match)
        }
        guard let best else { return nil }
        var spoken: [String: String] = [:]
        for (name, value) in best.match.values { spoken[name] = values[name]?.wire[value] ?? value }
        let rest = best.match.rest.map { parameter in
            RequestTarget.Parameter(
                name: parameters[parameter.name] ?? parameter.name,
                value: values[parameter.name]?.wire[parameter.value] ?? parameter.value)
        }
        return (best.mapping.target.method ?? method, best.mapping.target.text(spoken, adding: rest))
    }

    /// Names and values of every vocabulary that holds for the body.
    func glossary(for subject: Vocabulary.Subject) -> Glossary {
        var members: [String: String] = [:]
        for vocabulary in vocabularies where vocabulary.applies(to: subject) { members.merge(vocabulary.members) { $1 } }
        return Glossary(members: members, values: values)
    }

    /// Problem details (RFC 9457) with the code of the contracts at the end of `type`; other documents as they are.
    func heardProblem(_ document: Node) -> Node {
        guard !problems.isEmpty, let type = document["type"], let written = type.string, document["status"] != nil else { return document }
        for (code, wire) in problems.sorted(by: { ($1.value.utf8.count, $0.key) < ($0.value.utf8.count, $1.key) }) {
            guard written.hasSuffix(wire) else { continue }
            let start = written.dropLast(wire.count)
            guard start.isEmpty || start.last.map({ "/#:".contains($0) }) == true else { continue }
            return document.setting("type", Node(.string(start + code), at: type.place))
        }
        return document
    }
}

extension Interaction {
    /// Names of the schemas that bodies of its answer are held against; any answer may be a problem.
    fileprivate var answerSchemas: Set<String> { (response?.body.schemaNames ?? []).union(["problem"]) }
}

extension ExpectedBody {
    /// `report-list` for `…/report-list.schema.json`.
    fileprivate var schemaNames: Set<String> {
        guard case .oneOf(let expectations) = self else { return [] }
        return Set(
            expectations.compactMap(\.schema).map { schema in
                let file = schema.path.split(separator: "/").last.map(String.init) ?? schema.path
                return [".schema.json", ".json"].first(where: file.hasSuffix).map { String(file.dropLast($0.count)) } ?? file
            })
    }
}
