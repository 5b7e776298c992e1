import Documents
import Results

/// Turns the document of one contract file into a `Contract`; what is wrong goes into the source's findings.
struct ContractReader {
    private static let keys = [
        "schema_version", "id", "version", "title", "description", "pack", "capability", "regulator", "spec_refs", "values", "defaults",
        "interactions", "applies_to", "must", "should", "may", "headers", "signature", "within", "negatives",
    ]

    /// What the header says, as interactions need it.
    struct Header {
        let id: String
        let pack: Pack
        let capability: String?
        let regulator: String?
    }

    /// Nil only when there is no mapping at all, or no id.
    static func read(_ document: Node, from source: inout ContractSource) -> Contract? {
        guard let top = source.object(document, as: "a contract", keys: keys, required: ["schema_version", "id", "pack"]) else {
            return nil
        }
        if let version = top["schema_version"], version.value.integer != 1 {
            let written = source.scalar(version.value, as: "`schema_version`") ?? version.value.kindName
            source.report(.unsupportedVersion(written, at: source.text.location(of: version.value)))
        }
        let pack = top["pack"].flatMap { source.choice($0.value, as: "`pack`", of: Pack.self) }
        guard let id = identifier(top["id"], from: &source) else { return nil }
        let header = Header(
            id: id, pack: pack ?? .core, capability: capability(top["capability"], pack: pack, from: &source),
            regulator: regulator(top["regulator"], from: &source))
        let requirements = source.requirements(top)
        let defaults = top["defaults"].map { InteractionDefaults.read($0.value, from: &source) } ?? InteractionDefaults()
        let negatives = top["negatives"].map { source.negatives($0.value) }
        let overlay = top["applies_to"].flatMap {
            OverlayReader.read($0.value, top: top, header: header, requirements: requirements, from: &source)
        }
        if overlay == nil, top["interactions"] == nil, !hasMisspeltInteractions(document) {
            source.report(.missingKey("interactions", of: "a contract", at: source.text.location))
        }
        if overlay == nil {
            for key in ["headers", "signature", "within"] {
                guard let member = top[key], top["applies_to"] == nil else { continue }
                source.report(
                    .conflict(
                        "`\(key)` at the top holds only with `applies_to`",
                        remedy: "move it below `defaults: response:`, or add `applies_to:`",
                        at: source.text.location(ofKey: member)))
            }
        }
        let interactions = top["interactions"].map {
            InteractionReader.readAll(
                $0.value, header: header, defaults: defaults, requirements: overlay == nil ? requirements : [],
                negatives: negatives ?? [], from: &source)
        }
        let version = top["version"].flatMap { source.scalar($0.value, as: "`version`") }
        let references = top["spec_refs"].map { source.list($0.value) } ?? []
        return Contract(
            id: id, version: version ?? "1", title: source.string(top["title"]) ?? id, pack: header.pack, capability: header.capability,
            regulator: header.regulator, specReferences: references.compactMap { source.string($0, as: "`spec_refs`") },
            values: top["values"].map { values($0.value, from: &source) } ?? [:], interactions: interactions ?? [], overlay: overlay,
            source: top["id"].map { source.text.location(of: $0.value) } ?? source.text.location, file: source.text.file)
    }

    /// Texts by the names of variables.
    private static func values(_ node: Node, from source: inout ContractSource) -> [String: Node] {
        guard let members = node.members else {
            source.report(.wrongType(of: "`values`", expected: "a mapping", actual: node, at: source.text.location(of: node)))
            return [:]
        }
        return members.reduce(into: [:]) { values, member in
            values[member.key] = source.scalar(member.value, as: "`values: \(member.key)`").map { .string($0) }
        }
    }

    private static func hasMisspeltInteractions(_ document: Node) -> Bool {
        (document.members ?? []).contains { !keys.contains($0.key) && Spelling.nearest(to: $0.key, among: keys).first == "interactions" }
    }

    private static func identifier(_ member: Node.Member?, from source: inout ContractSource) -> String? {
        guard let member, let id = source.string(member) else { return nil }
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count < 2 || !parts.allSatisfy({ Identifier.isKebabCase(String($0)) }) {
            source.report(.badID(id, of: "a contract", form: "core.reports", at: source.text.location(of: member.value)))
        }
        return id
    }

    private static func capability(_ member: Node.Member?, pack: Pack?, from source: inout ContractSource) -> String? {
        guard let member, let word = source.string(member) else { return nil }
        let location = source.text.location(of: member.value)
        if !Capability.known.contains(word) {
            source.report(.unknownCapability(word, near: Spelling.nearest(to: word, among: Capability.known), at: location))
        }
        if pack == .core {
            source.report(
                .conflict(
                    "a contract of the core pack cannot depend on a capability", remedy: "write `pack: extended`, or drop `capability`",
                    at: source.text.location(ofKey: member)))
        }
        return word
    }

    private static func regulator(_ member: Node.Member?, from source: inout ContractSource) -> String? {
        guard let member, let word = source.string(member) else { return nil }
        if !Capability.regulators.contains(word) {
            let near = Spelling.nearest(to: word, among: Capability.regulators)
            source.report(.unknownRegulator(word, near: near, at: source.text.location(of: member.value)))
        }
        return word
    }
}

/// The form of ids in contracts.
enum Identifier {
    /// Lower-case letters and digits in groups, joined by single hyphens.
    static func isKebabCase(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.allSatisfy { group in
            !group.isEmpty && group.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
        }
    }
}
