import Documents
import Results

/// Parts that the header, interactions and overlays write the same way.
extension ContractSource {
    /// `must`, `should` and `may`, each one id or a list; a repeated id keeps its strongest word.
    mutating func requirements(_ object: [String: Node.Member]) -> [RequirementReference] {
        var references: [RequirementReference] = []
        for obligation in Obligation.allCases {
            guard let member = object[obligation.rawValue] else { continue }
            for node in list(member.value) {
                guard let written = string(node, as: "a requirement id") else { continue }
                guard let id = RequirementID(written) else {
                    report(.badRequirement(written, at: text.location(of: node)))
                    continue
                }
                if !references.contains(where: { $0.id == id }) { references.append(RequirementReference(id, obligation)) }
            }
        }
        return references
    }

    /// `auto`, `none`, one kind or a list of kinds.
    mutating func negatives(_ node: Node) -> Set<NegativeKind> {
        if node.string == "auto" { return Set(NegativeKind.allCases) }
        if node.string == "none" { return [] }
        return Set(list(node).compactMap { choice($0, as: "`negatives`", of: NegativeKind.self) })
    }

    /// `state` names with optional `params`; one mapping, one text, or a list of either.
    mutating func states(_ node: Node) -> [Interaction.ProviderState] {
        list(node).compactMap { entry in
            if let name = entry.string { return Interaction.ProviderState(name: name, parameters: .object([])) }
            guard let object = object(entry, as: "a state", keys: ["state", "params"], required: ["state"]),
                let name = string(object["state"])
            else { return nil }
            guard let parameters = object["params"] else { return Interaction.ProviderState(name: name, parameters: .object([])) }
            guard parameters.value.members != nil else {
                report(.wrongType(of: "`params`", expected: "a mapping", actual: parameters.value, at: text.location(of: parameters.value)))
                return nil
            }
            return Interaction.ProviderState(name: name, parameters: parameters.value)
        }
    }

    /// One status, a class, or a list of these.
    mutating func statuses(_ node: Node) -> [StatusSet] {
        list(node).compactMap { entry in
            guard let written = scalar(entry, as: "`status`") else { return nil }
            if let statuses = StatusSet(parsing: written) { return statuses }
            report(.badStatus(written, at: text.location(of: entry)))
            return nil
        }
    }

    /// Header fields that must be as matchers say.
    mutating func fieldExpectations(_ node: Node) -> [FieldExpectation] {
        guard let members = node.members else {
            report(.wrongType(of: "`headers`", expected: "a mapping", actual: node, at: text.location(of: node)))
            return []
        }
        return members.compactMap { member in
            let location = text.location(ofPair: member)
            guard isFieldName(member) else { return nil }
            return matcher(member.value, source: location).map { FieldExpectation(name: member.key, matcher: $0, source: location) }
        }
    }

    /// Header fields or query parameters that are sent.
    mutating func sentFields(_ node: Node, as what: String, areFields: Bool) -> [RequestTemplate.Field] {
        guard let members = node.members else {
            report(.wrongType(of: what, expected: "a mapping", actual: node, at: text.location(of: node)))
            return []
        }
        return members.flatMap { member -> [RequestTemplate.Field] in
            if areFields, !isFieldName(member) { return [] }
            return list(member.value).compactMap { entry in
                scalar(entry, as: "`\(member.key)`").map {
                    RequestTemplate.Field(name: member.key, value: $0, source: text.location(ofPair: member))
                }
            }
        }
    }

    /// RFC 9110 §5.6.2 token.
    private mutating func isFieldName(_ member: Node.Member) -> Bool {
        let isToken =
            !member.key.isEmpty
            && member.key.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
        if !isToken { report(.badFieldName(member.key, at: text.location(ofKey: member))) }
        return isToken
    }

    /// Type and subtype in lower case; nil, with a finding, for anything else. Parameters are refused.
    mutating func mediaType(_ member: Node.Member) -> Located<String>? {
        let location = text.location(ofKey: member)
        let parts = member.key.split(separator: "/", omittingEmptySubsequences: false)
        let isGood = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") && !$0.contains(";") }
        guard isGood else {
            report(.badMediaType(member.key, at: location))
            return nil
        }
        return Located(member.key.lowercased(), location)
    }
}
