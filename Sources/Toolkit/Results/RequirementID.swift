/// The identifier of one requirement of the catalogue, such as `REQ-API-005`.
package struct RequirementID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Shape `REQ-<AREA>-<NNN>`: two to four capital letters, three digits.
    package let description: String

    /// Fails when the text has not the shape of a requirement identifier.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "REQ" else { return nil }
        guard (2...4).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        guard parts[2].utf8.count == 3, parts[2].utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        description = text
    }

    package static func < (left: RequirementID, right: RequirementID) -> Bool { left.description < right.description }
}

/// How strongly a contract demands something (RFC 2119): it decides whether a miss fails the run.
package enum Obligation: String, Sendable, CaseIterable {
    case must, should, may
}

/// A requirement as a contract refers to it.
package struct RequirementReference: Hashable, Sendable {
    package let id: RequirementID
    package let obligation: Obligation

    package init(_ id: RequirementID, _ obligation: Obligation) {
        self.id = id
        self.obligation = obligation
    }
}
