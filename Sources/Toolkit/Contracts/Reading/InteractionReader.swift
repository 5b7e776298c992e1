import Documents
import Results

/// What a contract says once for all of its interactions; each of them may say otherwise.
struct InteractionDefaults {
    var identity: String?
    var effects: Effects?
    var given: [Interaction.ProviderState] = []
    var requestFields: [RequestTemplate.Field] = []
    var response = ResponseDefaults()

    static func read(_ node: Node, from source: inout ContractSource) -> InteractionDefaults {
        var defaults = InteractionDefaults()
        guard let object = source.object(node, as: "`defaults`", keys: ["as", "effects", "given", "request", "response"]) else {
            return defaults
        }
        defaults.identity = source.string(object["as"])
        defaults.effects = object["effects"].flatMap { source.choice($0.value, as: "`effects`", of: Effects.self) }
        defaults.given = object["given"].map { source.states($0.value) } ?? []
        if let request = object["request"],
            let parts = source.object(request.value, as: "`defaults: request`", keys: ["headers"]), let headers = parts["headers"]
        {
            defaults.requestFields = source.sentFields(headers.value, as: "`headers`", areFields: true)
        }
        if let response = object["response"] { defaults.response = ResponseDefaults.read(response.value, from: &source) }
        return defaults
    }
}

/// Reads the list of interactions.
struct InteractionReader {
    private enum Kind: String, CaseIterable {
        case http, webhook, mail, file
    }

    private static let keys = [
        "id", "title", "description", "kind", "must", "should", "may", "effects", "as", "given", "needs", "request", "response",
        "message", "file", "signature", "delivery", "negatives",
    ]

    /// - Parameter requirements: those of the contract's header, for interactions that name none.
    static func readAll(
        _ node: Node, header: ContractReader.Header, defaults: InteractionDefaults, requirements: [RequirementReference],
        negatives: Set<NegativeKind>, from source: inout ContractSource
    ) -> [Interaction] {
        guard let elements = node.array, !elements.isEmpty else {
            source.report(
                .wrongType(
                    of: "`interactions`", expected: "a list with at least one entry", actual: node, at: source.text.location(of: node)))
            return []
        }
        var interactions: [Interaction] = []
        for element in elements {
            guard
                let interaction = read(
                    element, header: header, defaults: defaults, requirements: requirements, negatives: negatives, from: &source)
            else { continue }
            if let first = interactions.first(where: { $0.id == interaction.id }) {
                source.report(.duplicateInteraction(interaction.id, first: first.source, at: interaction.source))
            } else {
                interactions.append(interaction)
            }
        }
        return interactions
    }

    private static func read(
        _ node: Node, header: ContractReader.Header, defaults: InteractionDefaults, requirements: [RequirementReference],
        negatives: Set<NegativeKind>, from source: inout ContractSource
    ) -> Interaction? {
        guard let object = source.object(node, as: "an interaction", keys: keys, required: ["id"]) else { return nil }
        let kind = object["kind"].flatMap { source.choice($0.value, as: "`kind`", of: Kind.self) } ?? .http
        let part = kind == .mail ? "message" : kind == .file ? "file" : "request"
        if object[part] == nil { source.report(.missingKey(part, of: "an interaction", at: source.text.location(of: node))) }
        let own = source.requirements(object)
        let effects = object["effects"].flatMap { source.choice($0.value, as: "`effects`", of: Effects.self) }
        let identity = source.string(object["as"]) ?? defaults.identity
        let given = object["given"].map { source.states($0.value) } ?? defaults.given
        let title = source.string(object["title"])
        let needs = object["needs"].map { source.list($0.value) } ?? []
        let ownNegatives = object["negatives"].map { source.negatives($0.value) } ?? negatives
        guard let idMember = object["id"], let id = source.string(idMember), let request = object[part] else { return nil }
        let location = source.text.location(of: idMember.value)
        if !Identifier.isKebabCase(id) { source.report(.badID(id, of: "an interaction", form: "list-of-a-day", at: location)) }
        refuseMisplaced(object, in: kind, from: &source)
        let form: Interaction.Form?
        switch kind {
        case .http: form = call(request, object, defaults: defaults, from: &source)
        case .webhook: form = webhook(request, object, from: &source)
        case .mail: form = MessageReader.mail(request, object, from: &source)
        case .file: form = MessageReader.file(request, object, from: &source)
        }
        if kind == .http, identity == nil {
            source.report(.missingKey("as", of: "an interaction without `defaults: as`", at: location))
        }
        guard let form else { return nil }
        return Interaction(
            id: id, contractID: header.id, title: title ?? id.split(separator: "-").joined(separator: " "), form: form,
            requirements: own.isEmpty ? requirements : own, effects: effects ?? defaults.effects ?? .read, identity: identity ?? "",
            given: given, needs: needs.compactMap { source.string($0, as: "`needs`") }, negatives: ownNegatives, pack: header.pack,
            capability: header.capability, regulator: header.regulator,
            source: location)
    }

    /// Keys that belong to the other kind of interaction.
    private static func refuseMisplaced(_ object: [String: Node.Member], in kind: Kind, from source: inout ContractSource) {
        let foreign: [String] =
            switch kind {
            case .http: ["delivery", "signature", "message", "file"]
            case .webhook: ["response", "as", "given", "message", "file"]
            case .mail: ["response", "as", "given", "request", "file", "signature"]
            case .file: ["response", "as", "given", "request", "message", "signature"]
            }
        for key in foreign {
            guard let member = object[key] else { continue }
            let remedy =
                switch (kind, key) {
                case (.http, "signature"): "move it below `response:`, or write `signed:` below `request:`"
                case (.http, _): "add `kind: webhook`, or drop it"
                case (.webhook, "message"), (.file, "message"): "write `kind: mail`, or drop it"
                case (.webhook, "file"), (.mail, "file"): "write `kind: file`, or drop it"
                case (.webhook, _), (.mail, _), (.file, _): "drop it: the platform sends, an inbox receives"
                }
            source.report(
                .conflict(
                    "`\(key)` has no meaning in a \(kind.rawValue) interaction", remedy: remedy, at: source.text.location(ofKey: member)))
        }
    }

    private static func call(
        _ request: Node.Member, _ object: [String: Node.Member], defaults: InteractionDefaults, from source: inout ContractSource
    ) -> Interaction.Form? {
        let template = RequestReader.template(request.value, defaults: defaults.requestFields, from: &source)
        guard let response = object["response"] else {
            source.report(.missingKey("response", of: "an interaction", at: source.text.location(ofKey: request)))
            return nil
        }
        guard let template, let expected = ResponseReader.read(response, defaults: defaults.response, from: &source) else { return nil }
        return .call(template, expected)
    }

    private static func webhook(
        _ request: Node.Member, _ object: [String: Node.Member], from source: inout ContractSource
    ) -> Interaction.Form? {
        let signature = object["signature"].flatMap { SignatureReader.read($0, from: &source) }
        let delivery =
            object["delivery"].map { DeliveryReader.read($0, from: &source) }
            ?? Delivery(
                within: nil, attempts: .atLeastOnce, identifiedBy: nil, same: [], acknowledgement: 202,
                source: source.text.location(ofKey: request))
        guard let expected = RequestReader.expected(request, signature: signature, from: &source) else { return nil }
        return .webhook(expected, delivery)
    }
}
