import Documents
import Foundation
import Results

/// Reads Pact files, V3 in full for HTTP, V1, V2 and the HTTP part of V4 where they say the same in other words.
///
/// A file becomes a contract whose id is its name; interactions are numbered from 1. What cannot be judged is refused with `pact.…`
/// findings, and a file with such a finding yields only its other interactions.
enum PactReader {
    static func read(_ bytes: [UInt8], file: String) -> (contract: Contract?, findings: [Finding]) {
        let text = SourceText(file: file, bytes: bytes)
        let document: Node
        do throws(DocumentError) {
            document = try JSONReader.read(bytes)
        } catch {
            return (nil, [.syntax(error, in: text)])
        }
        var reader = PactFile(text: text)
        let contract = reader.contract(document)
        return (contract, reader.findings)
    }
}

/// One Pact file while it is read.
struct PactFile {
    let text: SourceText
    private(set) var findings: [Finding] = []

    init(text: SourceText) { self.text = text }

    mutating func contract(_ document: Node) -> Contract? {
        guard document.members != nil, document["consumer"] != nil || document["provider"] != nil else {
            findings.append(.notPact(at: text.location(of: document)))
            return nil
        }
        if let messages = document["messages"], !(messages.array ?? []).isEmpty {
            findings.append(.pactMessages(at: text.location(of: messages)))
        }
        guard let elements = document["interactions"]?.array else {
            if document["messages"] == nil { findings.append(.notPact(at: text.location(of: document))) }
            return nil
        }
        let name = SchemaFolder.split(text.file).name
        let id = "pact." + Self.slug(name.hasSuffix(".json") ? String(name.dropLast(5)) : name)
        var interactions: [Interaction] = []
        for (position, element) in elements.enumerated() {
            if let interaction = interaction(element, number: position + 1, contractID: id) { interactions.append(interaction) }
        }
        guard !interactions.isEmpty else {
            if elements.isEmpty, findings.isEmpty { findings.append(.emptyPact(at: text.location(of: document))) }
            return nil
        }
        let consumer = document["consumer"]?["name"]?.string ?? "consumer"
        let provider = document["provider"]?["name"]?.string ?? "provider"
        return Contract(
            id: id, version: "1", title: "What \(consumer) expects of \(provider)", pack: .core, capability: nil, regulator: nil,
            specReferences: [], values: [:], interactions: interactions, overlay: nil, source: text.location, file: text.file)
    }

    private mutating func interaction(_ node: Node, number: Int, contractID: String) -> Interaction? {
        let location = text.location(of: node)
        if let type = node["type"]?.string, type != "Synchronous/HTTP" {
            findings.append(.pactKind(type, at: location))
            return nil
        }
        guard let requestNode = node["request"], let responseNode = node["response"] else {
            findings.append(.incompletePact(at: location))
            return nil
        }
        let count = findings.count
        let request = message(requestNode, isRequest: true)
        let response = message(responseNode, isRequest: false)
        guard findings.count == count else { return nil }
        let description = node["description"]?.string ?? "interaction \(number)"
        let method = (request.method ?? "GET").uppercased()
        return Interaction(
            id: "\(number)-\(Self.slug(description))", contractID: contractID, title: description,
            form: .call(
                template(request, method: method, at: text.location(of: requestNode)),
                ExpectedResponse(
                    statuses: response.status.map { [StatusSet($0)] } ?? [],
                    statusSource: text.location(of: responseNode["status"] ?? responseNode),
                    pact: response, source: text.location(of: responseNode))),
            effects: method == "GET" || method == "HEAD" ? .read : .synthetic, identity: "", given: states(node), source: location)
    }

    private func states(_ node: Node) -> [Interaction.ProviderState] {
        if let states = node["providerStates"]?.array {
            return states.compactMap { state in
                guard let name = state["name"]?.string ?? state.string else { return nil }
                return Interaction.ProviderState(name: name, parameters: state["params"] ?? .object([]))
            }
        }
        let name = node["providerState"]?.string ?? node["provider_state"]?.string
        return name.map { [Interaction.ProviderState(name: $0, parameters: .object([]))] } ?? []
    }

    private func template(_ message: PactMessage, method: String, at location: SourceLocation) -> RequestTemplate {
        let query = (message.query ?? [:]).sorted { $0.key < $1.key }.flatMap { name, values in
            values.map { RequestTemplate.Field(name: name, value: $0, source: location) }
        }
        let fields = message.fields.map {
            RequestTemplate.Field(name: $0.name, value: $0.values.joined(separator: ", "), source: location)
        }
        let mediaType = message.field("Content-Type")
        let body: RequestTemplate.Body? =
            switch message.body {
            case .missing, .null: nil
            case .json(let node):
                RequestTemplate.Body(content: .document(node), mediaType: mediaType ?? "application/json", source: location)
            case .text(let text): RequestTemplate.Body(content: .text(text), mediaType: mediaType ?? "text/plain", source: location)
            }
        return RequestTemplate(method: method, path: message.path ?? "/", query: query, fields: fields, body: body, source: location)
    }

    /// Reads one side; rules that are not understood are reported.
    mutating func message(_ node: Node, isRequest: Bool) -> PactMessage {
        let rulesNode =
            node["matchingRules"] ?? node[isRequest ? "requestMatchingRules" : "responseMatchingRules"] ?? .object([])
        var rules = PactRules(text: text)
        rules.read(rulesNode)
        findings += rules.findings
        let fields = (node["headers"]?.members ?? []).map { member in
            PactMessage.Field(name: member.key, values: (member.value.array ?? [member.value]).map(Self.plain))
        }
        let isJSON = Self.isJSON(fields)
        return PactMessage(
            method: node["method"]?.string, path: node["path"]?.string, query: query(node["query"]), status: node["status"]?.integer,
            fields: fields, body: body(node, isJSON: isJSON), bodyRules: rules.body, fieldRules: rules.fields, queryRules: rules.query,
            pathRule: rules.path)
    }

    private mutating func body(_ node: Node, isJSON: Bool?) -> PactMessage.Body {
        guard let body = node["body"] else { return .missing }
        // V4 wraps the content: {"content": …, "contentType": "…", "encoded": false}.
        if let content = body["content"], body["encoded"] != nil || body["contentType"] != nil {
            let isJSON = body["contentType"]?.string.map { $0.lowercased().contains("json") } ?? isJSON
            guard let encoding = body["encoded"], encoding.bool != false else { return Self.body(content, isJSON: isJSON) }
            guard let data = content.string.flatMap({ Data(base64Encoded: $0) }), let decoded = String(bytes: data, encoding: .utf8) else {
                findings.append(.encodedPactBody(at: text.location(of: encoding)))
                return .missing
            }
            return Self.body(.string(decoded), isJSON: isJSON)
        }
        return Self.body(body, isJSON: isJSON)
    }

    /// A JSON text stands for itself unless the content type is JSON and the text is none.
    private static func body(_ node: Node, isJSON: Bool?) -> PactMessage.Body {
        if node.isNull { return .null }
        guard let text = node.string else { return .json(node) }
        if isJSON == true, !text.isEmpty {
            if let parsed = try? JSONReader.read(Array(text.utf8)) { return .json(parsed) }
            return .json(node)
        }
        return .text(text)
    }

    private static func isJSON(_ fields: [PactMessage.Field]) -> Bool? {
        guard let type = fields.first(where: { $0.name.lowercased() == "content-type" })?.values.first else { return nil }
        return type.lowercased().contains("json")
    }

    /// V1 and V2 write `a=1&b=2`, V3 a mapping of names to values.
    private func query(_ node: Node?) -> [String: [String]]? {
        guard let node, !node.isNull else { return nil }
        if let members = node.members {
            return Dictionary(uniqueKeysWithValues: members.map { ($0.key, ($0.value.array ?? [$0.value]).map(Self.plain)) })
        }
        var query: [String: [String]] = [:]
        for pair in (node.string ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            query[parts[0], default: []].append(parts.count > 1 ? parts[1] : "")
        }
        return query
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func plain(_ node: Node) -> String { node.string ?? String(decoding: node.compactBytes(), as: UTF8.self) }

    private static func slug(_ text: String) -> String {
        var slug = ""
        for byte in text.lowercased().utf8 {
            let isKept = (97...122).contains(byte) || (48...57).contains(byte)
            if isKept { slug.unicodeScalars.append(Unicode.Scalar(byte)) } else if !slug.hasSuffix("-"), !slug.isEmpty { slug += "-" }
            if slug.utf8.count >= 60 { break }
        }
        return slug.hasSuffix("-") ? String(slug.dropLast()) : slug
    }
}
