import Documents
import Results

/// Reads `audit`.
struct AuditReader {
    private static let keys = ["history", "with", "checkpoint", "entries", "leaf", "index", "proof", "entry", "alike", "opening", "untold"]

    static func read(_ member: Node.Member, from source: inout ContractSource) -> AuditExpectation? {
        guard
            let object = source.object(
                member.value, as: "`audit`", keys: keys, required: ["history", "entries", "entry"])
        else { return nil }
        let history = reference(object["history"], from: &source)
        let entries = source.path(object["entries"])
        let leaf = source.path(object["leaf"])
        let proof = object["proof"].flatMap {
            source.object($0.value, as: "`proof`", keys: ["size", "hashes"], required: ["size", "hashes"])
        }
        let checkpoint = reference(object["checkpoint"], from: &source)
        if let member = object["checkpoint"], ["leaf", "index", "proof"].contains(where: { object[$0] == nil }) {
            source.report(
                .conflict(
                    "a proof against a checkpoint needs `leaf`, `index` and `proof`", remedy: "say where in an entry they lie",
                    at: source.text.location(ofKey: member)))
        }
        let parameters = object["with"].map(\.value) ?? .object([])
        if parameters.members == nil {
            source.report(.wrongType(of: "`with`", expected: "a mapping", actual: parameters, at: source.text.location(of: parameters)))
        }
        let entry = object["entry"].map { source.pathExpectations($0.value) } ?? []
        for (key, does) in [("alike", "compares entries with"), ("opening", "opens"), ("untold", "is about")] {
            guard let member = object[key], object["leaf"] == nil else { continue }
            source.report(
                .conflict(
                    "`\(key)` \(does) leaves, and no `leaf` is named", remedy: "add `leaf`, or drop `\(key)`",
                    at: source.text.location(ofKey: member)))
        }
        let alike = (object["alike"].map { source.list($0.value) } ?? []).compactMap { node -> PathReference? in
            guard let written = source.string(node, as: "`alike`") else { return nil }
            return source.path(written, at: source.text.location(of: node))
        }
        let untold = (object["untold"].map { source.list($0.value) } ?? []).compactMap { node in
            source.string(node, as: "`untold`").map { Located($0, source.text.location(of: node)) }
        }
        guard let history, let entries else { return nil }
        return AuditExpectation(
            history: history, parameters: parameters, checkpoint: checkpoint, entries: entries, leaf: leaf,
            index: source.path(object["index"]), proofSize: source.path(proof?["size"]), proofHashes: source.path(proof?["hashes"]),
            entry: entry, alike: alike, opening: opening(object["opening"], from: &source), untold: untold,
            source: source.text.location(ofKey: member))
    }

    private static func opening(_ member: Node.Member?, from source: inout ContractSource) -> LeafOpening? {
        let keys = ["event", "blinding", "commitment"]
        guard let member, let object = source.object(member.value, as: "`opening`", keys: keys, required: keys),
            let event = source.path(object["event"]), let blinding = source.path(object["blinding"]),
            let commitment = source.path(object["commitment"])
        else { return nil }
        return LeafOpening(event: event, blinding: blinding, commitment: commitment)
    }

    private static func reference(_ member: Node.Member?, from source: inout ContractSource) -> Located<String>? {
        guard let member, let id = source.string(member) else { return nil }
        return Located(id, source.text.location(of: member.value))
    }
}

/// Reads `delivery`.
struct DeliveryReader {
    static func read(_ member: Node.Member, from source: inout ContractSource) -> Delivery {
        let keys = ["within", "attempts", "identified_by", "same", "acknowledge", "ordered_by"]
        let object = source.object(member.value, as: "`delivery`", keys: keys) ?? [:]
        let same = object["same"].map { source.list($0.value) } ?? []
        return Delivery(
            within: source.duration(object["within"]),
            attempts: object["attempts"].flatMap { source.choice($0.value, as: "`attempts`", of: Delivery.Attempts.self) } ?? .atLeastOnce,
            identifiedBy: source.path(object["identified_by"]),
            same: same.compactMap { node in
                guard let written = source.string(node, as: "`same`") else { return nil }
                let location = source.text.location(of: node)
                if written.hasPrefix("$"), source.path(written, at: location) == nil { return nil }
                return Located(written, location)
            }, acknowledgement: source.integer(object["acknowledge"], in: 200...299) ?? 202, orderedBy: source.path(object["ordered_by"]),
            source: source.text.location(ofKey: member))
    }
}

/// Reads `applies_to` with the properties beside it.
struct OverlayReader {
    static func read(
        _ node: Node, top: [String: Node.Member], header: ContractReader.Header, requirements: [RequirementReference],
        from source: inout ContractSource
    ) -> Overlay? {
        let location = source.text.location(of: node)
        guard
            let object = source.object(node, as: "`applies_to`", keys: ["interactions", "status"], required: ["interactions"]),
            let interactions = object["interactions"]
        else { return nil }
        let fields = top["headers"].map { source.fieldExpectations($0.value) } ?? []
        let signature = top["signature"].flatMap { SignatureReader.read($0, from: &source) }
        let within = source.duration(top["within"])
        if fields.isEmpty, top["signature"] == nil, within == nil {
            source.report(
                .conflict("an overlay without `headers`, `signature` or `within` demands nothing", remedy: "add one of them", at: location))
        }
        return Overlay(
            interactions: source.list(interactions.value).compactMap { source.string($0, as: "`interactions`") },
            statuses: object["status"].map { source.statuses($0.value) } ?? [], requirements: requirements, fields: fields,
            signature: signature, within: within, contractID: header.id, pack: header.pack, capability: header.capability, source: location)
    }
}
