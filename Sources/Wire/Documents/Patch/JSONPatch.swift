/// Changes to a document as a list of operations (RFC 6902).
package enum JSONPatch {
    /// An operation's name (§4).
    enum Operation: String, CaseIterable {
        case add, remove, replace, move, copy, test
    }
}
