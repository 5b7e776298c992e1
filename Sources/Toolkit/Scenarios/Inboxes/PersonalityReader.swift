import Contracts
import Documents
import Foundation
package import Results

extension Personality {
    /// Reads every `*.personality.yaml` under `Contracts/personalities` of a content folder; none there is no fault.
    package static func load(content: String) -> (personalities: [Personality], findings: [Finding]) {
        let folder = content == "." ? "Contracts/personalities" : "\(content)/Contracts/personalities"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".personality.yaml") }
        var personalities: [Personality] = []
        var findings: [Finding] = []
        for name in names.sorted() {
            guard let bytes = ScenarioFiles.bytes(of: "\(folder)/\(name)") else {
                findings.append(.scenarioUnreadable("\(folder)/\(name)"))
                continue
            }
            let read = read(bytes, file: "\(folder)/\(name)")
            findings += read.findings
            if let personality = read.personality { personalities.append(personality) }
        }
        return (personalities, findings)
    }

    /// Reads one from memory; there is one only when there are no findings.
    package static func read(_ bytes: [UInt8], file: String) -> (personality: Personality?, findings: [Finding]) {
        var reader = PersonalityReader(source: FileSource(file: file, bytes: bytes, area: "personality"))
        let personality = reader.personality(bytes)
        return (reader.source.findings.isEmpty ? personality : nil, reader.source.findings)
    }
}

/// Turns the document of a personality into a value.
///
///     schema_version: 1
///     id: ukgc                     # regulator: UKGC, title
///     accepts: [application/json, ..]
///     acknowledge: { status: 202, delay: 50ms, reference: UKGC-, body: { .. } }
///     clocks: { <name>: <duration> }
///     quirks: [repeats-conflict, wants-idempotency-key, asleep-at-first]
struct PersonalityReader {
    var source: FileSource

    mutating func personality(_ bytes: [UInt8]) -> Personality? {
        let keys = ["id", "title", "regulator", "accepts", "acknowledge", "clocks", "quirks", "spec_refs"]
        guard let document = source.document(bytes),
            let top = source.top(document, as: "a personality", keys: keys, required: ["id", "regulator", "acknowledge"])
        else { return nil }
        let id = source.string(top["id"])
        let regulator = source.string(top["regulator"])
        if let regulator, let member = top["regulator"], !Capability.regulators.contains(regulator) {
            source.wrongType(of: "`regulator`", expected: Capability.regulators.joined(separator: ", "), actual: member.value)
        }
        let accepts = top["accepts"].map { words($0) } ?? []
        let quirks = top["quirks"].map { member in
            source.list(member.value).compactMap { source.choice($0, as: "a quirk", of: Personality.Quirk.self) }
        }
        let clocks = top["clocks"].map { readClocks($0) } ?? [:]
        guard let acknowledge = top["acknowledge"],
            let object = source.object(acknowledge.value, as: "`acknowledge`", keys: ["status", "delay", "reference", "body"])
        else { return nil }
        let status = source.integer(object["status"], in: 200...299) ?? 202
        let delay = object["delay"].flatMap { source.duration($0) } ?? .zero
        guard let id, let regulator, let idMember = top["id"] else { return nil }
        return Personality(
            id: id, title: source.string(top["title"]) ?? regulator, regulator: regulator, accepts: accepts.map { $0.lowercased() },
            status: status, delay: delay, acknowledgement: source.mapping(object["body"]),
            referencePrefix: source.string(object["reference"]) ?? "\(regulator)-", clocks: clocks, quirks: Set(quirks ?? []),
            source: source.location(of: idMember.value))
    }

    private mutating func words(_ member: Node.Member) -> [String] {
        source.list(member.value).compactMap { source.string($0, as: "`\(member.key)`") }
    }

    private mutating func readClocks(_ member: Node.Member) -> [String: Duration] {
        guard let members = source.mapping(member)?.members else { return [:] }
        var clocks: [String: Duration] = [:]
        for clock in members { clocks[clock.key] = source.duration(clock) }
        return clocks
    }
}
