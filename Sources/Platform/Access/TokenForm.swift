import HTTPTypes
import ServerKit

/// The body of a request to an OAuth endpoint: a form in which every name occurs once (RFC 6749 §3.2).
struct TokenForm {
    private let values: [String: String]

    /// Throws `invalid_request` for another media type, a malformed body or a repeated name. Unknown names are kept and ignored.
    /// - Parameter lastCounts: a name may come again: a weakness.
    init(_ request: ServerRequest, lastCounts: Bool = false) throws(OAuthError) {
        guard Self.isForm(request.fields) else { throw .notAForm }
        guard request.body.count <= AuthorizationServer.maximumFormBytes, let text = String(validating: request.body, as: UTF8.self),
            let pairs = PercentCoding.pairs(text, plus: .space)
        else { throw .malformedForm }
        var values: [String: String] = [:]
        for pair in pairs {
            guard values.updateValue(pair.value, forKey: pair.name) == nil || lastCounts else { throw .repeated(Self.printable(pair.name)) }
        }
        self.values = values
    }

    /// Whether the fields say, once, that the body is a form.
    private static func isForm(_ fields: HTTPFields) -> Bool {
        let types = fields[values: .contentType]
        return types.count == 1
            && types.first?.split(separator: ";").first.map { $0.trimmingSpaces().lowercased() } == "application/x-www-form-urlencoded"
    }

    /// Whether the body of a request to a resource is a form with an access token in it (RFC 6750 §2.2), well-formed otherwise or not.
    static func holdsToken(_ request: ServerRequest) -> Bool {
        guard isForm(request.fields) else { return false }
        return request.body.split(separator: UInt8(ascii: "&")).contains { pair in
            let name = String(decoding: pair.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            return PercentCoding.decode(name, plus: .space) == "access_token"
        }
    }

    /// The access token in the body of a request to a resource; nil for one without.
    static func token(in request: ServerRequest) -> String? {
        guard holdsToken(request), let text = String(validating: request.body, as: UTF8.self) else { return nil }
        return PercentCoding.pairs(text, plus: .space)?.first { $0.name == "access_token" }?.value
    }

    /// A parameter without a value counts as absent (RFC 6749 §3.2).
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(OAuthError) -> String {
        guard let value = self[name] else { throw .missing(name) }
        return value
    }

    /// A name as it may stand in `error_description`.
    private static func printable(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(32).map { $0.value > 0x20 && $0.value < 0x7f && $0 != "\"" && $0 != "\\" ? $0 : "." }))
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
