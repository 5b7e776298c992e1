package import Documents
package import Results

/// What an exchange must leave in the platform's log, and where in the platform's answers the proof of it lies.
package struct AuditExpectation: Sendable, Hashable {
    /// Full id of the interaction whose answer lists entries with their proofs: `core.audit/history-of-a-rule`.
    package let history: Located<String>
    /// Variables that override the profile's when the history is asked for: `id: "{{ rule }}"`.
    package let parameters: Node
    /// Full id of the interaction that answers with the signed checkpoint; nil when no proof is demanded.
    package let checkpoint: Located<String>?
    /// Selects the entries in the history answer: `$.changes`, or `$.changes[*]`.
    package let entries: PathReference
    /// From an entry to the Base64 text of the leaf's bytes; nil when the entry itself says what was done and no proof is demanded.
    package let leaf: PathReference?
    /// From an entry to the index of the leaf in the log.
    package let index: PathReference?
    /// From an entry to the tree size its inclusion proof is made for.
    package let proofSize: PathReference?
    /// From an entry to the array of Base64 sibling hashes, leaf to root (RFC 9162 §2.1.3).
    package let proofHashes: PathReference?
    /// What the decoded leaf, or the entry without one, must say. Besides the profile's values, `request.…` and `response.…` of the judged exchange may be named.
    package let entry: [PathExpectation]
    /// What every entry of the history must say as its leaf does, for the paths that the leaf has.
    package let alike: [PathReference]
    /// Where an entry and its leaf tell what the leaf commits to; nil when leaves speak for themselves.
    package let opening: LeafOpening?
    /// Templates of texts that no leaf may hold.
    package let untold: [Located<String>]
    package let source: SourceLocation
}
