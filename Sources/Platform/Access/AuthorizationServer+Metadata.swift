import Documents
import MessageSignatures

extension AuthorizationServer {
    /// Authorization server metadata (RFC 8414 §2). `response_types_supported` is required there and empty: nobody logs in.
    var metadata: Node {
        let methods: Node = .array(ClientAuthentication.Method.allCases.map { .string($0.rawValue) })
        return .object([
            ("issuer", .string(realm.issuer)),
            ("token_endpoint", .string(realm.url("/oauth2/token"))),
            ("jwks_uri", .string(realm.url("/.well-known/jwks.json"))),
            ("scopes_supported", scopes),
            ("response_types_supported", []),
            ("grant_types_supported", ["client_credentials"]),
            ("token_endpoint_auth_methods_supported", methods),
            ("token_endpoint_auth_signing_alg_values_supported", algorithms),
            ("revocation_endpoint", .string(realm.url("/oauth2/revoke"))),
            ("revocation_endpoint_auth_methods_supported", methods),
            ("revocation_endpoint_auth_signing_alg_values_supported", algorithms),
            ("introspection_endpoint", .string(realm.url("/oauth2/introspect"))),
            ("introspection_endpoint_auth_methods_supported", methods),
            ("introspection_endpoint_auth_signing_alg_values_supported", algorithms),
            ("tls_client_certificate_bound_access_tokens", true),
            ("protected_resources", [.string(realm.resource)]),
        ])
    }

    /// Protected resource metadata (RFC 9728 §2); `external` issues the tokens in place of the realm.
    func resourceMetadata(of external: ExternalIssuer?) -> Node {
        .object([
            ("resource", .string(realm.resource)),
            ("authorization_servers", [.string(external?.issuer ?? realm.issuer)]),
            ("jwks_uri", .string(realm.url("/.well-known/jwks.json"))),
            ("scopes_supported", scopes),
            ("bearer_methods_supported", ["header"]),
            ("resource_signing_alg_values_supported", algorithms),
            ("tls_client_certificate_bound_access_tokens", true),
        ])
    }

    private var scopes: Node { .array(Scope.allCases.map(\.rawValue).sorted().map { .string($0) }) }
    private var algorithms: Node { .array(TokenAuthority.algorithms.map(\.joseName).sorted().map { .string($0) }) }
}
