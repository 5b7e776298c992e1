/// How a leaf that only commits to what happened is opened: HMAC-SHA256 over the event's bytes, keyed with the blinding, is the leaf's
/// commitment in lower-case hex. A leaf without a commitment speaks for itself.
package struct LeafOpening: Sendable, Hashable {
    /// From an entry to the Base64 text of the event's bytes, which are JSON.
    package let event: PathReference
    /// From an entry to the Base64 text of the blinding.
    package let blinding: PathReference
    /// From the leaf's JSON to its commitment.
    package let commitment: PathReference

    package init(event: PathReference, blinding: PathReference, commitment: PathReference) {
        self.event = event
        self.blinding = blinding
        self.commitment = commitment
    }
}
