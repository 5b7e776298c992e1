import CCurl

extension CurlEasy {
    private static let longestChain = 10

    /// What is known of the TLS connection under a transfer that is running; nil without TLS, and where libcurl has no OpenSSL.
    func tlsFacts() -> TLSFacts? {
        unsafe withHandle { handle in
            guard let session = unsafe assay_tls_session(handle), let version = unsafe assay_tls_version(session),
                let suite = unsafe assay_tls_suite(session)
            else { return nil }
            var digests = [UInt8](repeating: 0, count: 32 * Self.longestChain)
            let count = unsafe Int(assay_tls_chain(session, &digests, Int32(Self.longestChain)))
            return unsafe TLSFacts(
                version: String(cString: version), suite: String(cString: suite),
                chain: (0..<count).map { Array(digests[$0 * 32..<$0 * 32 + 32]) })
        }
    }
}
