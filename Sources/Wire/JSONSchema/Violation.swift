package import Documents

/// One keyword of a schema that an instance does not satisfy.
package struct Violation: Sendable, Hashable {
    /// The keyword, e.g. `maxLength`; for a boolean schema `false`.
    package let keyword: String
    /// Where in the instance.
    package let instance: JSONPointer
    /// The keyword's place in the schema document it stands in.
    package let schema: JSONPointer
    /// One sentence: expected, then what came.
    package let message: String
    /// What the keyword asks for, as JSON or in words; nil when there is nothing to add.
    package let expected: String?
    /// What the instance has there, as JSON shortened to a line; nil when nothing is there.
    package let actual: String?
    /// Where the instance's value stands in its text.
    package let place: Place
}
