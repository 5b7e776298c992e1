import Documents
import Results

/// Reads `request`, as something to send or as something to be received.
struct RequestReader {
    private static let methods = ["get", "head", "post", "put", "patch", "delete", "options"]

    /// `GET /path`, or a mapping with `get: /path` and what else is sent.
    static func template(
        _ node: Node, defaults: [RequestTemplate.Field], from source: inout ContractSource
    ) -> RequestTemplate? {
        let location = source.text.location(of: node)
        if let line = node.string {
            guard let (method, path) = requestLine(line) else {
                source.report(.badRequest(line, at: location))
                return nil
            }
            return RequestTemplate(method: method, path: path, fields: defaults, source: location)
        }
        guard
            let object = source.object(
                node, as: "`request`", keys: methods + ["query", "headers", "body", "signed", "assertion", "token"]),
            let (method, target) = target(object, at: location, from: &source)
        else { return nil }
        let own = object["headers"].map { source.sentFields($0.value, as: "`headers`", areFields: true) } ?? []
        let kept = defaults.filter { field in !own.contains { $0.name.lowercased() == field.name.lowercased() } }
        let query = object["query"].map { source.sentFields($0.value, as: "`query`", areFields: false) } ?? []
        let content = object["body"].flatMap { body($0, from: &source) }
        let proof = AssertionReader.read(object, body: content, from: &source)
        return RequestTemplate(
            method: method, path: target.value, query: query, fields: kept + own, body: content,
            signature: object["signed"].flatMap { SignatureReader.signed($0, from: &source) }, assertion: proof.assertion,
            presentsToken: proof.presentsToken, source: target.source)
    }

    /// What an inbox must receive.
    static func expected(
        _ request: Node.Member, signature: SignatureSpecification?, from source: inout ContractSource
    ) -> ExpectedRequest? {
        let node = request.value
        let location = source.text.location(of: node)
        if let line = node.string {
            guard let (method, path) = requestLine(line) else {
                source.report(.badRequest(line, at: location))
                return nil
            }
            return ExpectedRequest(
                method: method, target: Located(path, location), fields: [], body: .anything, signature: signature, source: location)
        }
        guard let object = source.object(node, as: "`request`", keys: methods + ["headers", "body"]),
            let (method, target) = target(object, at: location, from: &source)
        else { return nil }
        return ExpectedRequest(
            method: method, target: target, fields: object["headers"].map { source.fieldExpectations($0.value) } ?? [],
            body: object["body"].map { ResponseReader.body($0, from: &source) } ?? .anything, signature: signature,
            source: source.text.location(ofKey: request))
    }

    private static func requestLine(_ line: String) -> (method: String, path: String)? {
        guard let space = line.firstIndex(of: " ") else { return nil }
        let method = String(line[..<space])
        let path = line[line.index(after: space)...].trimmingSpaces
        guard methods.contains(method.lowercased()), method == method.uppercased(), isTarget(path) else { return nil }
        return (method, String(path))
    }

    /// A path from the root, an absolute URL, or a template for one of these.
    private static func isTarget(_ text: some StringProtocol) -> Bool {
        text.hasPrefix("/") || text.hasPrefix("{{") || text.hasPrefix("https://") || text.hasPrefix("http://")
    }

    private static func target(
        _ object: [String: Node.Member], at location: SourceLocation, from source: inout ContractSource
    ) -> (method: String, target: Located<String>)? {
        let found = methods.compactMap { object[$0] }
        guard let member = found.first else {
            source.report(.badRequest("", at: location))
            return nil
        }
        if let second = found.dropFirst().first {
            source.report(
                .conflict(
                    "a request has one method, this one has `\(member.key)` and `\(second.key)`", remedy: "drop one of them",
                    at: source.text.location(ofKey: second)))
        }
        guard let path = source.string(member) else { return nil }
        let place = source.text.location(of: member.value)
        guard isTarget(path) else {
            source.report(.badRequest("\(member.key.uppercased()) \(path)", at: place))
            return nil
        }
        return (member.key.uppercased(), Located(path, place))
    }

    private static let form = "application/x-www-form-urlencoded"

    /// One media type with its content; a text stands for itself, a mapping or list for JSON, a mapping for a form.
    private static func body(_ member: Node.Member, from source: inout ContractSource) -> RequestTemplate.Body? {
        let location = source.text.location(ofKey: member)
        guard let members = member.value.members, members.count == 1, let content = members.first else {
            source.report(
                .wrongType(
                    of: "`body`", expected: "a mapping of one media type to its content", actual: member.value,
                    at: source.text.location(of: member.value)))
            return nil
        }
        guard let mediaType = source.mediaType(content) else { return nil }
        let isJSON = mediaType.value == "application/json" || mediaType.value.hasSuffix("+json")
        if !isJSON, let text = content.value.string {
            return RequestTemplate.Body(content: .text(text), mediaType: mediaType.value, source: location)
        }
        if mediaType.value == form, content.value.members != nil {
            let fields = source.sentFields(content.value, as: "a form", areFields: false)
            return RequestTemplate.Body(content: .form(fields), mediaType: mediaType.value, source: location)
        }
        guard isJSON else {
            source.report(
                .wrongType(
                    of: "a body of \(mediaType.value)", expected: mediaType.value == form ? "a text or a mapping" : "a text",
                    actual: content.value,
                    at: source.text.location(of: content.value)))
            return nil
        }
        return RequestTemplate.Body(content: .document(content.value), mediaType: mediaType.value, source: location)
    }
}
