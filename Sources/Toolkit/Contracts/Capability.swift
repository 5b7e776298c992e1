/// The words that contracts and profiles share.
package enum Capability {
    /// Extended capabilities a platform can declare, sorted.
    package static let known = [
        "aml_access", "audit_queries", "authorization_server", "document_ranges", "incident_tickets", "key_rotation", "log_proofs",
        "operator_interface", "printed_twins", "proved_callbacks", "response_signatures", "sandbox_clock", "sandbox_tools", "sftp_drop",
        "shared_log", "standard_webhooks", "strict_parameters", "tls_client_auth", "token_introspection", "token_resource",
        "token_revocation",
    ]

    /// Regulators a contract can be bound to, sorted.
    package static let regulators = ["CGA", "MGA", "UKGC"]
}
