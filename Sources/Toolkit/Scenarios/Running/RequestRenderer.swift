import Contracts
import Documents
import HTTPTypes
import Transport

/// Turns a request of a contract into bytes: templates resolved, query encoded, body serialized.
struct RequestRenderer: Sendable {
    /// The subject's address, without a slash at its end.
    let baseURL: String

    /// - Throws: `RunError` `variableUnknown` for a template without a value, `notSignable` for a field that HTTP does not allow.
    func request(_ template: RequestTemplate, values: [String: Node]) throws(RunError) -> OutgoingRequest {
        var request = OutgoingRequest(method: template.method, url: try url(template, values))
        for field in template.fields {
            guard let name = HTTPField.Name(field.name) else {
                throw RunError(.notSignable, "`\(field.name)` is not a field name", remedy: "write a token (RFC 9110 §5.1)")
            }
            request.fields.append(HTTPField(name: name, value: try Self.text(field.value, values)))
        }
        if let body = template.body {
            request.body = try Self.bytes(body.content, values)
            if request.fields[.contentType] == nil { request.fields[.contentType] = body.mediaType }
        }
        if request.fields[.accept] == nil { request.fields[.accept] = "*/*" }
        return request
    }

    private func url(_ template: RequestTemplate, _ values: [String: Node]) throws(RunError) -> String {
        let path = PercentEncoding.tidied(try Self.text(template.path, values))
        var url = path.hasPrefix("https://") || path.hasPrefix("http://") ? path : resolved(path)
        var separator = url.contains("?") ? "&" : "?"
        for parameter in template.query {
            url += "\(separator)\(PercentEncoding.encode(parameter.name))=\(PercentEncoding.encode(try Self.text(parameter.value, values)))"
            separator = "&"
        }
        return url
    }

    /// A path below the base. A path that already starts with the base's own path, as a `Location` does, is taken from the origin.
    private func resolved(_ path: String) -> String {
        let start = baseURL.firstRange(of: "://")?.upperBound ?? baseURL.startIndex
        guard let slash = baseURL[start...].firstIndex(of: "/") else { return baseURL + path }
        let prefix = baseURL[slash...]
        if path == prefix || path.hasPrefix("\(prefix)/") { return baseURL[..<slash] + path }
        return baseURL + path
    }

    private static func bytes(_ content: RequestTemplate.Content, _ values: [String: Node]) throws(RunError) -> [UInt8] {
        switch content {
        case .document(let node): try resolved(node, values).compactBytes()
        case .text(let text): Array(try Self.text(text, values).utf8)
        case .form(let fields): try form(fields.map { field throws(RunError) in (field.name, try Self.text(field.value, values)) })
        }
    }

    /// The bytes of a form (`application/x-www-form-urlencoded`) with these fields in their order.
    static func form(_ fields: [(name: String, value: String)]) -> [UInt8] {
        Array(fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&").utf8)
    }

    /// A text with its variables put in.
    static func text(_ text: String, _ values: [String: Node]) throws(RunError) -> String {
        do throws(Template.UnknownVariable) {
            return try Template(text).text(values)
        } catch {
            throw .unknownVariable(error.name, near: error.suggestions)
        }
    }

    /// A tree with its variables put in.
    static func resolved(_ node: Node, _ values: [String: Node]) throws(RunError) -> Node {
        do throws(Template.UnknownVariable) {
            return try Template.resolve(node, values)
        } catch {
            throw .unknownVariable(error.name, near: error.suggestions)
        }
    }
}
