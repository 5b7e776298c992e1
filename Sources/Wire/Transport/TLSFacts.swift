/// What was agreed with a server over TLS, and who it showed itself to be.
package struct TLSFacts: Sendable, Hashable {
    /// `TLSv1.2` or `TLSv1.3`.
    package let version: String
    /// The registered name of the cipher suite, e.g. `TLS_AES_256_GCM_SHA384` (IANA registry "TLS Cipher Suites").
    package let suite: String
    /// The SHA-256 digests, 32 bytes each, of the certificates that the server sent: its own first, at most ten.
    package let chain: [[UInt8]]

    package init(version: String, suite: String, chain: [[UInt8]]) {
        self.version = version
        self.suite = suite
        self.chain = chain
    }
}
