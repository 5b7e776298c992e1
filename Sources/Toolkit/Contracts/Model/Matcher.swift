package import Documents
package import Results

/// What one value must be: all rules hold. Literals in a contract are one `.equals`.
package struct Matcher: Sendable, Hashable {
    /// One demand. Texts in nodes may hold templates that are resolved when the check is made.
    package indirect enum Rule: Sendable, Hashable {
        case equals(Node)
        case oneOf([Node])
        case type(ValueType)
        /// ECMA-262, found anywhere in the text unless anchored.
        case regex(RegularExpression)
        /// A text that contains this text, or an array that contains an equal element.
        case include(Node)
        /// Inclusive; the value of a number, else the count of elements, members or characters.
        case minimum(Bound)
        case maximum(Bound)
        /// Each element of an array or each value of an object.
        case each(Matcher)
        /// What lies at paths below the value; `$` is the value itself.
        case paths([PathExpectation])
        case absent
        /// A text, array or object with something in it; null is empty.
        case notEmpty
        /// `{amount, currency}` with exact decimal text and ISO 4217 code, or a decimal text alone when no currency is named.
        case money(currency: String?)
        /// A text in RFC 3339 form that lies within this time before or after the moment of the check.
        case recent(Duration)
        /// A date (RFC 3339 `full-date`) of the period that this text names: `{{ week }}`.
        case period(String)
        /// The same number, however it is written: `12.5`, "12.50".
        case amount(Node)
        /// The SHA-256 of these bytes in lower-case hex.
        case digestOf(ByteSource)
        /// The number of these bytes.
        case sizeOf(ByteSource)
        /// A JSON Web Signature over these bytes, detached (RFC 7797) or with them inside, by a key of the judged party.
        case signatureOf(ByteSource)
        /// What a JSON Patch (RFC 6902) makes of a document.
        case patched(document: Node, patch: Node)
    }

    /// Bytes that a contract names by what stands for them in a document.
    package struct ByteSource: Sendable, Hashable {
        /// How the node stands for bytes.
        package enum Form: String, Sendable, CaseIterable {
            /// Base64 text (RFC 4648 §4).
            case base64
            /// The UTF-8 of the text.
            case text
            /// The canonical JSON (RFC 8785) of the node.
            case canonical
        }

        package let form: Form
        /// Usually one template: `{{ request.body.file.content }}`.
        package let node: Node

        package init(_ form: Form, _ node: Node) {
            self.form = form
            self.node = node
        }
    }

    /// A bound as written: kept exact.
    package struct Bound: Sendable, Hashable {
        package let node: Node
        package init(_ node: Node) { self.node = node }
    }

    package let rules: [Rule]
    package let source: SourceLocation

    package init(rules: [Rule], source: SourceLocation) {
        self.rules = rules
        self.source = source
    }

    /// Whether nothing being there is what is wanted.
    package var wantsAbsence: Bool { rules.contains(.absent) }
}

/// The kinds of value a `type` matcher knows; in header fields and query parameters the text is read as that kind.
package enum ValueType: String, Sendable, CaseIterable {
    case string, number, integer, boolean, object, array, null
    /// RFC 9562 text form, either case.
    case uuid
    /// RFC 3339 `full-date`.
    case date
    /// RFC 3339 `date-time`.
    case timestamp
    /// An absolute URI with a host, or `urn:`.
    case url
    /// Decimal text without exponent: `-12.34`.
    case decimal
    /// 64 lower-case hex digits.
    case sha256
    /// RFC 4648 §4 with padding.
    case base64
    /// RFC 9110 §5.6.7 IMF-fixdate.
    case httpDate = "http-date"
}

/// A JSONPath as written, with its place.
package struct PathReference: Sendable, Hashable {
    package let path: JSONPath
    /// As written in the contract.
    package let text: String
    package let source: SourceLocation
    package init(path: JSONPath, text: String, source: SourceLocation) {
        self.path = path
        self.text = text
        self.source = source
    }

    /// The path with the variables that its literals name: `$.files[?@.template == '{{ template }}']`.
    ///
    /// A value goes in as text and cannot end the literal that it stands in.
    package func path(_ values: [String: Node]) throws(Template.UnknownVariable) -> JSONPath {
        let template = Template(text)
        guard !template.variables.isEmpty else { return path }
        var escaped: [String: Node] = [:]
        for name in template.variables { escaped[name] = .string(Self.escaped(try Template("{{\(name)}}").text(values))) }
        let written = try template.text(escaped)
        // Only a literal can hold a variable, and a literal stays one: what was a path is one still.
        do throws(DocumentError) { return try JSONPath(parsing: written) } catch { return path }
    }

    /// As RFC 9535 §2.3.1.1 writes characters that a literal in either kind of quotes may not hold.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\"" || scalar == "\\" || scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
