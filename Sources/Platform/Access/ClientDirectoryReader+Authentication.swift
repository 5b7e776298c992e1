import Documents
import MessageSignatures

extension ClientDirectoryReader {
    /// The thumbprint of the authority to whose certificates a client of `tls_client_auth` is bound.
    private static let authorityMember = "tls_client_auth_ca_sha256"
    private static let methodMember = "token_endpoint_auth_method"

    /// What a client may say about how it authenticates, by the names of RFC 7591 §2 and RFC 8705 §2.1.2, and one of our own.
    static let authenticationMembers = Set([methodMember, authorityMember] + CertifiedName.Kind.allCases.map(\.rawValue))

    /// `private_key_jwt` when nothing is said. `tls_client_auth` needs exactly one name and its authority, and lists no certificates:
    /// every certificate that the authority issues to the name is the client's.
    static func authentication(_ entry: Node, _ place: String) throws(Refusal) -> ClientAuthentication {
        let text = entry[methodMember].map { $0.string ?? $0.kindName } ?? ClientAuthentication.Method.privateKeyJWT.rawValue
        guard let method = ClientAuthentication.Method(rawValue: text) else {
            let known = ClientAuthentication.Method.allCases.map(\.rawValue).joined(separator: " or ")
            throw Refusal(description: "\(place)/\(methodMember): expected \(known), got \(text)")
        }
        let given = CertifiedName.Kind.allCases.filter { entry[$0.rawValue] != nil }
        switch method {
        case .privateKeyJWT:
            if let member = given.map(\.rawValue).first ?? (entry[authorityMember] == nil ? nil : authorityMember) {
                throw Refusal(
                    description: "\(place)/\(member): belongs to \(methodMember) tls_client_auth; take it out, or write that method")
            }
            return .privateKeyJWT
        case .tlsClientAuth:
            guard given.count == 1, let kind = given.first else {
                let names = CertifiedName.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(description: "\(place)/\(methodMember): tls_client_auth needs exactly one of \(names), got \(given.count)")
            }
            guard let authority = entry[authorityMember]?.string, Base64URL.decode(authority)?.count == 32 else {
                throw Refusal(
                    description: "\(place)/\(authorityMember): expected the SHA-256 of the issuing authority's certificate in base64url")
            }
            guard entry["certificate_sha256"]?.array?.isEmpty == true else {
                throw Refusal(
                    description:
                        "\(place)/certificate_sha256: expected [], since with tls_client_auth the name says which certificates are good")
            }
            guard let name = entry[kind.rawValue]?.string.flatMap({ CertifiedName(kind, $0, authority: authority) }) else {
                throw Refusal(description: "\(place)/\(kind.rawValue): expected \(kind.form)")
            }
            return .tlsClientAuth(name)
        }
    }
}

extension CertifiedName.Kind {
    /// What its text looks like.
    fileprivate var form: String {
        switch self {
        case .subject: "a distinguished name as RFC 4514 writes it (openssl x509 -noout -subject -nameopt RFC2253)"
        case .dns: "the name of a host without a wildcard"
        case .uri: "a URI in ASCII"
        case .ip: "an IPv4 or IPv6 address"
        case .email: "an address of mail in ASCII"
        }
    }
}
