import Documents

/// The time format of JSON Web Tokens: seconds since 1970, whole or with a fraction (RFC 7519 §2).
enum NumericDate {
    /// Nil when the value is absent, no number, negative, or beyond the year 9999.
    static func read(_ node: Node?) -> Timestamp? {
        guard let seconds = node?.double, (0..<253_402_300_800).contains(seconds) else { return nil }
        return Timestamp(milliseconds: Int64((seconds * 1000).rounded(.down)))
    }
}
