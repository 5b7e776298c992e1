import MessageSignatures

/// The `Content-Digest` of a text.
enum ContentDigestText {
    static func value(_ text: String) -> String { ContentDigest.value(for: Array(text.utf8)) }
}
