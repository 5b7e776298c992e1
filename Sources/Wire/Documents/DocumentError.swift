/// Why a text is not the document, path, patch or time it should be.
///
/// Two errors are equal when their codes are: place and message are for people.
package struct DocumentError: Error, Sendable {
    /// The kind of refusal; raw values are stable and may appear in findings and problems.
    package enum Code: String, Sendable, CaseIterable {
        /// The text has more bytes than the limits allow.
        case tooLarge = "too-large"
        /// Arrays and objects are nested deeper than the limits allow.
        case tooDeep = "too-deep"
        /// An object has more members than the limits allow.
        case tooManyMembers = "too-many-members"
        /// There is no document in the text.
        case empty
        /// The text ends inside a value.
        case truncated
        /// Bytes that are not UTF-8, or a lone surrogate written as an escape.
        case encoding
        /// A character the grammar does not allow there.
        case syntax
        /// A number that is not written as the grammar asks.
        case number
        /// The same key twice in one object.
        case duplicateKey = "duplicate-key"
        /// Text after the end of the document, or a second document.
        case trailing
        /// Something of the notation that is refused on purpose: tags, merge keys, keys that are not strings.
        case unsupported
        /// Aliases that multiply the document beyond its limits.
        case expansion
        /// Not a regular expression, or one whose cost has no bound.
        case pattern
        /// Not a JSON Pointer (RFC 6901).
        case pointer
        /// Not a JSONPath query (RFC 9535).
        case path
        /// Not a JSON Patch (RFC 6902), or one that does not apply.
        case patch
        /// A test operation of a patch did not hold.
        case patchTest = "patch-test"
        /// Not a point in time (RFC 3339).
        case timestamp
        /// A number that canonical JSON cannot express (RFC 8785 §3.2.2.3).
        case notCanonical = "not-canonical"
    }

    /// What decides equality.
    package let code: Code
    /// Where in the text that was read; for paths and pointers line 1 and the column in the expression.
    package let place: Place
    /// What was expected and what came, one sentence without the place.
    package let message: String

    package init(_ code: Code, at place: Place = .none, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }
}

extension DocumentError: Equatable {
    package static func == (left: DocumentError, right: DocumentError) -> Bool { left.code == right.code }
}

extension DocumentError: CustomStringConvertible {
    /// `line:column: message`, or the message alone when the place is unknown.
    package var description: String { place.isKnown ? "\(place): \(message)" : message }
}
