import ServerKit

/// A name in a certificate together with the authority that issued it. The name alone says nothing: any authority can issue any name.
package struct CertifiedName: Sendable, Hashable {
    /// What kind of name; raw values are the members of RFC 8705 §2.1.2.
    package enum Kind: String, Sendable, CaseIterable {
        case subject = "tls_client_auth_subject_dn"
        case dns = "tls_client_auth_san_dns"
        case uri = "tls_client_auth_san_uri"
        case ip = "tls_client_auth_san_ip"
        case email = "tls_client_auth_san_email"

        /// How `PeerCertificate.sans` marks it; nil for the subject.
        fileprivate var mark: String? {
            switch self {
            case .subject: nil
            case .dns: "DNS:"
            case .uri: "URI:"
            case .ip: "IP:"
            case .email: "email:"
            }
        }
    }

    /// Where in the certificate it stands.
    package let kind: Kind
    /// In UTF-8: names are compared byte by byte. Distinguished names are in the form of `NameText.normal`, names of hosts are lower-case, addresses in their canonical text.
    let value: [UInt8]
    /// SHA-256 of the authority's certificate, base64url: `CertificateAuthority.thumbprint`.
    package let authority: String

    /// Nil for a value that no certificate can carry as such a name, and for a name with a wildcard.
    package init?(_ kind: Kind, _ text: String, authority: String) {
        guard (1...1024).contains(text.utf8.count), let value = Self.normal(kind, text) else { return nil }
        self.init(kind: kind, value: value, authority: authority)
    }

    private init(kind: Kind, value: [UInt8], authority: String) {
        self.kind = kind
        self.value = value
        self.authority = authority
    }

    /// Every name of a certificate, under each of the authorities that issued it.
    static func all(of certificate: PeerCertificate, issuedBy authorities: Set<String>) -> [CertifiedName] {
        var names = normal(.subject, certificate.subject).map { [(Kind.subject, $0)] } ?? []
        for kind in Kind.allCases {
            guard let mark = kind.mark else { continue }
            for san in certificate.sans where san.hasPrefix(mark) {
                let text = String(san.dropFirst(mark.count))
                if let value = normal(kind, text) { names.append((kind, value)) }
            }
        }
        return authorities.flatMap { authority in names.map { CertifiedName(kind: $0.0, value: $0.1, authority: authority) } }
    }

    private static func normal(_ kind: Kind, _ text: String) -> [UInt8]? {
        switch kind {
        case .subject: return NameText.normal(text)
        case .ip: return IPAddress(text).map { Array($0.description.utf8) }
        case .dns:
            let lower = Array(text.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 })
            let allowed = lower.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f
            }
            return allowed ? lower : nil
        case .uri: return isPrintableASCII(text) && text.contains(":") ? Array(text.utf8) : nil
        case .email: return isPrintableASCII(text) && text.contains("@") ? Array(text.utf8) : nil
        }
    }

    private static func isPrintableASCII(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7e).contains($0) } }
}
