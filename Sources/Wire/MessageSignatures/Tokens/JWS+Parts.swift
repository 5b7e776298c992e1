import Documents

extension JWS {
    /// A compact serialization taken apart, its header checked, its signature not yet.
    struct Parts {
        let protected: String
        let payload: String
        let signature: [UInt8]
        let header: Node
        let algorithm: SignatureAlgorithm
        /// Whether the payload is signed in base64url; false only where `b64` says so critically.
        let isEncoded: Bool

        init(_ text: String, understands: Set<String>) throws(JWSError) {
            let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { String(Substring($0)) }
            guard parts.count == 3 else { throw JWSError(.malformed, "expected three parts between dots, got \(parts.count)") }
            guard parts[0].utf8.count <= JWS.maximumHeaderCharacters, let bytes = Base64URL.decode(parts[0]),
                let signature = Base64URL.decode(parts[2])
            else { throw JWSError(.malformed, "expected header and signature in base64url") }
            (protected, payload) = (parts[0], parts[1])
            self.signature = signature
            header = try Self.read(bytes)
            guard let name = header["alg"]?.string, let algorithm = SignatureAlgorithm(joseName: name) else {
                throw JWSError(.algorithm, "expected alg to name a signature algorithm")
            }
            self.algorithm = algorithm
            try Self.checkCritical(header, understands: understands)
            if let flag = header["b64"] {
                guard let flag = flag.bool else { throw JWSError(.malformed, "expected b64 as true or false") }
                isEncoded = flag
            } else {
                isEncoded = true
            }
        }

        private static func read(_ bytes: [UInt8]) throws(JWSError) -> Node {
            let header: Node
            do throws(DocumentError) {
                header = try JSONReader.read(bytes, limits: DocumentLimits(maximumBytes: JWS.maximumHeaderCharacters, maximumDepth: 16))
            } catch {
                throw JWSError(.malformed, "the header is no JSON: \(error.message)")
            }
            guard header.members != nil else { throw JWSError(.malformed, "expected the header as an object, got \(header.kindName)") }
            return header
        }

        /// Names of RFC 7515 and RFC 7518 themselves, which must not be listed as critical (RFC 7515 §4.1.11).
        private static let registered: Set<String> = [
            "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "epk", "apu", "apv", "iv", "tag", "p2s",
            "p2c",
            "enc", "zip",
        ]

        private static func checkCritical(_ header: Node, understands: Set<String>) throws(JWSError) {
            var names: Set<String> = []
            if let node = header["crit"] {
                guard let list = node.array, !list.isEmpty else { throw JWSError(.critical, "expected crit as an array that is not empty") }
                for element in list {
                    guard let name = element.string, names.insert(name).inserted, !registered.contains(name), header[name] != nil else {
                        throw JWSError(.critical, "crit lists each extension that the header has once, and nothing else")
                    }
                }
            }
            if let unknown = names.subtracting(understands).subtracting(["b64"]).sorted().first {
                throw JWSError(.critical, "the critical extension \(unknown.debugDescription) is not understood")
            }
            // RFC 7797 §6: who does not know b64 must be made to refuse.
            if header["b64"] != nil, !names.contains("b64") { throw JWSError(.critical, "b64 must be listed in crit") }
        }

        /// Returns when one of the keys that the header may mean made the signature over this input.
        func check(over input: [UInt8], keys: KeySet, allowed: Set<SignatureAlgorithm>) throws(JWSError) {
            guard allowed.contains(algorithm) else {
                throw JWSError(.algorithm, "the algorithm \(algorithm.joseName) is not accepted here")
            }
            let candidates: [VerificationKey]
            if let node = header["kid"] {
                guard let id = node.string else { throw JWSError(.malformed, "expected kid as a string, got \(node.kindName)") }
                guard let key = keys.key(id) else { throw JWSError(.unknownKey, "no trusted key is called \(id.debugDescription)") }
                guard key.algorithm == algorithm else {
                    throw JWSError(.algorithm, "alg is \(algorithm.joseName), that of key \(id) is \(key.algorithm.joseName)")
                }
                candidates = [key]
            } else {
                candidates = keys.keys.filter { $0.algorithm == algorithm }
            }
            guard !candidates.isEmpty else { throw JWSError(.unknownKey, "no trusted key is for \(algorithm.joseName)") }
            guard candidates.contains(where: { $0.isValid(signature, over: input) }) else {
                throw JWSError(.wrong, "the signature does not verify")
            }
        }
    }
}
