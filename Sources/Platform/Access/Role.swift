/// What a client is to the platform. A role is also a scope: a token carries it under the same name.
package enum Role: String, Sendable, Hashable, CaseIterable {
    /// An authority that reads what concerns its own licences.
    case regulatorRead = "regulator_read"
    /// The operator's officer: reads everything of the own operator and changes what is audited.
    case complianceOfficer = "compliance_officer"

    /// The scope that carries the role in a token.
    package var scope: Scope {
        switch self {
        case .regulatorRead: .regulatorRead
        case .complianceOfficer: .complianceOfficer
        }
    }
}

/// What a token may be good for (RFC 6749 §3.3); raw values are the words on the wire.
package enum Scope: String, Sendable, Hashable, CaseIterable {
    case regulatorRead = "regulator_read"
    /// May ask for files by webhook.
    case regulatorRequest = "regulator_request"
    /// May see that a player is the subject of a report to the financial intelligence unit; apart, because telling is an offence.
    case regulatorAMLRead = "regulator_aml_read"
    case complianceOfficer = "compliance_officer"
}

extension Set<Scope> {
    /// The words in alphabetical order, separated by single spaces: the value of `scope`.
    package var text: String { map(\.rawValue).sorted().joined(separator: " ") }
}

/// What a resource asks of a caller beyond being known.
package enum Need: Sendable, Hashable {
    /// One of these roles; never empty.
    case anyRole(Set<Role>)
    case scope(Scope)

    /// One role.
    package static func role(_ role: Role) -> Need { .anyRole([role]) }

    /// Reading under `/regulator/`: the authority itself, or the officer of the operator.
    package static let reading = Need.anyRole([.regulatorRead, .complianceOfficer])
}
