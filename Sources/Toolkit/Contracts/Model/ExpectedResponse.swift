package import Results

/// What the platform must answer.
package struct ExpectedResponse: Sendable, Hashable {
    /// Any of them; empty when the status is free.
    package let statuses: [StatusSet]
    package let statusSource: SourceLocation
    package let fields: [FieldExpectation]
    package let body: ExpectedBody
    /// From the first byte of the request to the last of the answer.
    package let within: Located<Duration>?
    package let signature: SignatureSpecification?
    package let audit: AuditExpectation?
    /// A handshake or connection that the platform ends instead of answering is as good as the status.
    package let mayRefuseConnection: Bool
    /// Set only for an interaction that came from a Pact file; then status, fields and body are judged by Pact's rules.
    package let pact: PactMessage?
    package let source: SourceLocation

    package init(
        statuses: [StatusSet], statusSource: SourceLocation, fields: [FieldExpectation] = [], body: ExpectedBody = .anything,
        within: Located<Duration>? = nil, signature: SignatureSpecification? = nil, audit: AuditExpectation? = nil,
        mayRefuseConnection: Bool = false, pact: PactMessage? = nil, source: SourceLocation
    ) {
        self.statuses = statuses
        self.statusSource = statusSource
        self.fields = fields
        self.body = body
        self.within = within
        self.signature = signature
        self.audit = audit
        self.mayRefuseConnection = mayRefuseConnection
        self.pact = pact
        self.source = source
    }
}

/// What the platform must send to an inbox.
package struct ExpectedRequest: Sendable, Hashable {
    /// How it travels. Whatever the way, it is judged as a request: a mail as the JSON document of its parts, a file as a `PUT`.
    package enum Medium: String, Sendable, CaseIterable {
        /// A request to an address: callback, notice, upload.
        case http
        case mail
        /// A file in a drop.
        case file
    }

    package let medium: Medium
    /// A file must have its digest beside it.
    package let requiresDigest: Bool
    package let method: String
    /// The target URI, usually one template: `{{ callback_url }}`. Compared when all of its variables are known.
    package let target: Located<String>
    package let fields: [FieldExpectation]
    package let body: ExpectedBody
    package let signature: SignatureSpecification?
    package let source: SourceLocation

    package init(
        medium: Medium = .http, requiresDigest: Bool = false, method: String, target: Located<String>, fields: [FieldExpectation],
        body: ExpectedBody,
        signature: SignatureSpecification?, source: SourceLocation
    ) {
        self.medium = medium
        self.requiresDigest = requiresDigest
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.signature = signature
        self.source = source
    }
}

/// When, how often and how steadily the platform must send.
package struct Delivery: Sendable, Hashable {
    /// How repeats are judged.
    package enum Attempts: String, Sendable, CaseIterable {
        /// Repeats are allowed, also after an acknowledgement.
        case atLeastOnce = "at-least-once"
        /// A repeat after an acknowledged attempt is a finding.
        case exactlyOnce = "exactly-once"
    }

    /// From the event that causes it (`Evidence.causedAt`) to the first byte received.
    package let within: Located<Duration>?
    package let attempts: Attempts
    /// A JSONPath into the body that tells which receptions are attempts of one delivery; nil: the `Idempotency-Key` field.
    package let identifiedBy: PathReference?
    /// What must not change between attempts: field names, `body`, or JSONPaths into the body.
    package let same: [Located<String>]
    /// The status with which an inbox acknowledges.
    package let acknowledgement: Int
    /// A number or text in the body that must not become smaller from one delivery to the next; nil lets them come in any order.
    package var orderedBy: PathReference?
    package let source: SourceLocation
}

/// What may be in a body.
package enum ExpectedBody: Sendable, Hashable {
    /// Not looked at.
    case anything
    /// Zero bytes.
    case empty(SourceLocation)
    /// One of these, chosen by the media type that was sent; another media type is a finding.
    case oneOf([BodyExpectation])
}

/// What a body of one media type must be.
package struct BodyExpectation: Sendable, Hashable {
    /// Type and subtype in lower case, without parameters: `application/json`; the subtype may be `*`.
    package let mediaType: Located<String>
    /// JSON Schema 2020-12.
    package let schema: SchemaReference?
    /// XML Schema 1.0.
    package let xsd: SchemaReference?
    /// Table schema for CSV.
    package let table: SchemaReference?
    /// What holds within an XML body.
    package let xpath: XPathAssertions?
    /// What a PDF body must be.
    package let pdf: PDFExpectation?
    package let matches: [PathExpectation]

    package init(
        mediaType: Located<String>, schema: SchemaReference? = nil, xsd: SchemaReference? = nil, table: SchemaReference? = nil,
        xpath: XPathAssertions? = nil, pdf: PDFExpectation? = nil, matches: [PathExpectation] = []
    ) {
        self.mediaType = mediaType
        self.schema = schema
        self.xsd = xsd
        self.table = table
        self.xpath = xpath
        self.pdf = pdf
        self.matches = matches
    }
}

/// What a document in PDF must be, beyond being one.
package struct PDFExpectation: Sendable, Hashable {
    /// Forms of PDF/A (ISO 19005), any of which will do: `2b`, `3b`; empty when the document need not be for archives.
    package let archive: [Located<String>]
    /// Over what the document says of itself: `{version, pages, archive, title, author, created, identifier, source}`.
    package let matches: [PathExpectation]
    package let source: SourceLocation
}

/// XPath 1.0 expressions that must be true of an XML body: what a schema cannot say, such as that totals are the sums of rows.
package struct XPathAssertions: Sendable, Hashable {
    /// Namespace URI by the prefix that the expressions use.
    package let namespaces: [String: String]
    package let expressions: [Located<String>]

    package init(namespaces: [String: String], expressions: [Located<String>]) {
        self.namespaces = namespaces
        self.expressions = expressions
    }
}

/// A schema file that a contract names, already read.
package struct SchemaReference: Sendable, Hashable {
    /// As resolved against the contract's folder; the key into `ContractLibrary.schemas`.
    package let path: String
    package let source: SourceLocation

    package init(path: String, source: SourceLocation) {
        self.path = path
        self.source = source
    }
}

/// A header field that must be as the matcher says. Names are compared without case.
package struct FieldExpectation: Sendable, Hashable {
    package let name: String
    package let matcher: Matcher
    package let source: SourceLocation
    package init(name: String, matcher: Matcher, source: SourceLocation) {
        self.name = name
        self.matcher = matcher
        self.source = source
    }
}

/// Every node that a JSONPath selects must be as the matcher says; a path that selects nothing is a miss, except with `absent`.
package struct PathExpectation: Sendable, Hashable {
    package let path: PathReference
    package let matcher: Matcher
    package init(path: PathReference, matcher: Matcher) {
        self.path = path
        self.matcher = matcher
    }
}

/// Statuses that are as good as each other: one code, a class (`2xx`) or an inclusive range.
package struct StatusSet: Sendable, Hashable, CustomStringConvertible {
    package let lowest: Int
    package let highest: Int

    package init(_ code: Int) {
        lowest = code
        highest = code
    }

    /// Fails unless the text is a code of 100…599 or a class such as `2xx`.
    package init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 3, (49...53).contains(bytes[0]) else { return nil }
        let hundreds = Int(bytes[0] - 48) * 100
        if text.lowercased().hasSuffix("xx") {
            lowest = hundreds
            highest = hundreds + 99
        } else if let code = Int(text) {
            lowest = code
            highest = code
        } else {
            return nil
        }
    }

    /// Whether the status code is in the set.
    package func contains(_ code: Int) -> Bool { (lowest...highest).contains(code) }

    package var description: String { lowest == highest ? "\(lowest)" : "\(lowest / 100)xx" }
}
