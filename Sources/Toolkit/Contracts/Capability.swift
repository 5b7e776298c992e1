/// The words that contracts and profiles share.
package enum Capability {
    /// Extended capabilities a platform can declare, sorted.
    package static let known = [
        "aml_access", "audit_queries", "document_ranges", "log_proofs", "operator_interface", "printed_twins", "proved_callbacks",
        "response_signatures", "sandbox_clock",
        "sandbox_tools", "sftp_drop", "shared_log", "standard_webhooks", "strict_parameters",
    ]

    /// Regulators a contract can be bound to, sorted.
    package static let regulators = ["CGA", "MGA", "UKGC"]
}
