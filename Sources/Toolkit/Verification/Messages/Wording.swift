package import Documents
package import HTTPTypes

/// A message in the words of the contracts, where the subject has words of its own.
///
/// Contracts are judged by it; what is signed, hashed and kept as evidence is the message as it was on the wire.
package struct Wording: Sendable {
    /// Nil: as on the wire.
    package let method: String?
    /// The target in the contracts' words; nil: as on the wire.
    package let url: String?
    package let fields: HTTPFields
    /// The JSON body with its members named as in the contracts. Places are those on the wire. Nil when the body is no JSON.
    package let document: Node?

    package init(method: String? = nil, url: String? = nil, fields: HTTPFields, document: Node?) {
        self.method = method
        self.url = url
        self.fields = fields
        self.document = document
    }
}

extension Exchange.Request {
    /// The method in the words of the contracts.
    package var wordedMethod: String { wording?.method ?? method }
    /// The target in the words of the contracts.
    package var wordedURL: String { wording?.url ?? url }
    /// The header fields in the words of the contracts.
    package var wordedFields: HTTPFields { wording?.fields ?? fields }
    /// The body as JSON in the words of the contracts; nil when it is none.
    package var document: Node? { wording.map(\.document) ?? (try? JSONReader.read(body)) }
}

extension Exchange.Response {
    /// The header fields in the words of the contracts.
    package var wordedFields: HTTPFields { wording?.fields ?? fields }
    /// The body as JSON in the words of the contracts; nil when it is none.
    package var document: Node? { wording.map(\.document) ?? (try? JSONReader.read(body)) }
}

/// How a subject calls, in its signatures, what contracts call otherwise.
package struct WireNames: Sendable, Hashable {
    /// Names of fields on the wire by those of the contracts, both in lower case.
    package let fields: [String: String]
    /// Tags of signatures on the wire by those of the contracts.
    package let tags: [String: String]

    package init(fields: [String: String] = [:], tags: [String: String] = [:]) {
        self.fields = fields
        self.tags = tags
    }

    /// The tag on the wire.
    package func tag(_ tag: String) -> String { tags[tag] ?? tag }

    /// A component identifier (RFC 9421 §2) with the field's name on the wire: `idempotency-key`, `"idempotency-key";req`.
    package func component(_ written: String) -> String {
        let isQuoted = written.hasPrefix("\"")
        let rest = isQuoted ? written.dropFirst() : written[...]
        let name = rest.prefix { $0 != (isQuoted ? "\"" : ";") }
        guard let wire = fields[name.lowercased()] else { return written }
        return (isQuoted ? "\"" : "") + wire + rest.dropFirst(name.count)
    }
}
