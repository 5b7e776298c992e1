/// A string that equals another only scalar by scalar, as JSON compares names (RFC 8259 §8.3).
///
/// Swift's own equality is canonical equivalence: for it `é` is the same in its one-scalar and its two-scalar form.
package struct ExactString: Hashable, Sendable {
    package let text: String

    /// Wraps a string for use as a key.
    package init(_ text: String) { self.text = text }

    package static func == (left: ExactString, right: ExactString) -> Bool { left.text.isIdentical(to: right.text) }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension String {
    /// Whether both consist of the same scalars.
    package func isIdentical(to other: String) -> Bool {
        // Canonically different strings differ in scalars; the cheap comparison settles nearly every call.
        guard self == other else { return false }
        return utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
