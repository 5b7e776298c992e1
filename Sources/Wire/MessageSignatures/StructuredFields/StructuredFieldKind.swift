/// The three shapes that a structured field can have (RFC 9651 §3).
package enum StructuredFieldKind: Sendable, Hashable, CaseIterable {
    case item
    case list
    case dictionary

    /// The shape of fields whose definitions say that they are structured: the registry of RFC 9651 and fields of the standards used here.
    ///
    /// Nothing in a field's text tells its shape, so `sf` on a field that is not listed has no defined value (RFC 9421 §2.1.1).
    static let registered: [String: StructuredFieldKind] = [
        "accept-ch": .list,
        "accept-query": .list,
        "accept-signature": .dictionary,
        "cache-status": .list,
        "capsule-protocol": .item,
        "cdn-cache-control": .dictionary,
        "client-cert": .item,
        "client-cert-chain": .list,
        "content-digest": .dictionary,
        "cross-origin-embedder-policy": .item,
        "cross-origin-opener-policy": .item,
        "deprecation": .item,
        "dictionary-id": .item,
        "idempotency-key": .item,
        "origin-agent-cluster": .item,
        "permissions-policy": .dictionary,
        "priority": .dictionary,
        "proxy-status": .list,
        "ratelimit": .list,
        "ratelimit-policy": .list,
        "repr-digest": .dictionary,
        "sec-ch-ua": .list,
        "signature": .dictionary,
        "signature-input": .dictionary,
        "use-as-dictionary": .dictionary,
        "want-content-digest": .dictionary,
        "want-repr-digest": .dictionary,
    ]
}
