import HTTPTypes

/// Whether a request asks to pass over retentions of mode GOVERNANCE, which takes a permission of its own.
package enum Governance: Sendable, Hashable, CaseIterable {
    case respected
    case bypassed

    var fields: HTTPFields { self == .bypassed ? [.amzBypassGovernance: "true"] : HTTPFields() }
}
