import Documents
import ServerKit

extension Fault {
    static let metadataOfAnotherProfile = Fault(
        "metadata-of-another-profile",
        "The issuer's metadata name another issuer, offer secrets and RS256, bind no tokens, and have members and scopes that no standard has",
        .answer { response, request in
            guard request.path.contains("/.well-known/oauth-authorization-server"), response.status == 200,
                let body = try? JSONReader.read(response.body)
            else { return }
            let changed: [(String, Node)] = [
                ("issuer", "https://elsewhere.invalid"), ("token_endpoint_auth_methods_supported", ["client_secret_basic"]),
                ("token_endpoint_auth_signing_alg_values_supported", ["RS256"]), ("tls_client_certificate_bound_access_tokens", false),
                ("scopes_supported", ["two words"]), ("a_member_of_our_own", true),
            ]
            response.body = changed.reduce(body) { $0.setting($1.0, $1.1) }.compactBytes()
        })
}
