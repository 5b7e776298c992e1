import HTTPTypes
import ServerKit

/// The body of a request to an OAuth endpoint: a form in which every name occurs once (RFC 6749 §3.2).
struct TokenForm {
    /// No honest form is larger.
    private static let maximumBytes = 32 << 10

    private let values: [String: String]

    /// Throws `invalid_request` for another media type, a malformed body or a repeated name. Unknown names are kept and ignored.
    init(_ request: ServerRequest) throws(OAuthError) {
        let types = request.fields[values: .contentType]
        let essence = types.first?.split(separator: ";").first.map { $0.trimmingSpaces().lowercased() }
        guard types.count == 1, essence == "application/x-www-form-urlencoded" else { throw .notAForm }
        guard request.body.count <= Self.maximumBytes, let text = String(validating: request.body, as: UTF8.self),
            let pairs = PercentCoding.pairs(text, plus: .space)
        else { throw .malformedForm }
        var values: [String: String] = [:]
        for pair in pairs {
            guard values.updateValue(pair.value, forKey: pair.name) == nil else { throw .repeated(Self.printable(pair.name)) }
        }
        self.values = values
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
