/// How an object is to be stored.
package struct PutTerms: Sendable, Hashable {
    /// Its media type, as it is given to whoever reads it.
    package var contentType: String
    /// Stores it only where nothing is yet (`If-None-Match: *`).
    package var isNewOnly: Bool
    /// Nil leaves it to the bucket's default retention.
    package var retention: Retention?
    /// Nil says nothing of a hold.
    package var legalHold: LegalHold?

    package init(
        contentType: String = "application/octet-stream", isNewOnly: Bool = false, retention: Retention? = nil, legalHold: LegalHold? = nil
    ) {
        self.contentType = contentType
        self.isNewOnly = isNewOnly
        self.retention = retention
        self.legalHold = legalHold
    }
}
