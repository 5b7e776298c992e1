package import Documents
import Foundation

/// The rules by which incidents are told: types, authorities, clocks, calendars; all of it data.
package struct IncidentCatalogue: Sendable, Hashable {
    /// By code.
    package let types: [IncidentType]
    /// By id.
    package let authorities: [Authority]

    /// Reads `types.yaml` and every `*.authority.yaml` of a folder; the grammar is in `Pipelines/incidents/README.md`.
    /// - Throws: `IncidentError` `invalid-rules` with file, line and column; also for a duty whose authority or clock is nowhere.
    package init(directory: String) throws(IncidentError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var authorities: [Authority] = []
        for name in names.filter({ $0.hasSuffix(".authority.yaml") }).sorted() {
            let authority = try RuleFile(directory: directory, name: name).authority()
            guard !authorities.contains(where: { $0.id == authority.id }) else {
                throw .rules(name, at: .none, "another file is about \(authority.id)")
            }
            authorities.append(authority)
        }
        self.authorities = authorities.sorted { $0.id < $1.id }
        types = try RuleFile(directory: directory, name: "types.yaml").types(authorities)
    }

    /// The type with a code.
    /// - Throws: `IncidentError` `unknown-type`.
    package func type(_ code: String) throws(IncidentError) -> IncidentType {
        guard let type = types.first(where: { $0.code == code }) else { throw .noType(code) }
        return type
    }

    /// The notices that an incident makes due for an operator who holds licences of these regulators, in the order of the duties.
    /// - Throws: `IncidentError` `unknown-type`.
    package func notices(of code: String, awareAt: Timestamp, regulators: Set<String>) throws(IncidentError) -> [DueNotice] {
        try type(code).duties.compactMap { duty in
            guard let authority = authorities.first(where: { $0.id == duty.authority }), let clock = authority.clock(duty.clock),
                !authority.regulators.isDisjoint(with: regulators)
            else {
                return nil
            }
            return DueNotice(
                authority: authority.id, clock: clock, dueAt: clock.term.due(after: awareAt, in: authority.calendar),
                condition: duty.condition)
        }
    }
}

extension RuleFile {
    /// The types of the file, by code.
    func types(_ authorities: [Authority]) throws(IncidentError) -> [IncidentType] {
        try check(document, "the file of types", needed: ["schema_version", "types"])
        var types: [IncidentType] = []
        for node in try entries(document["types"], "types") {
            try check(node, "a type", needed: ["code", "title", "severity", "duties"], optional: ["confidential", "logs"])
            let code = try text(node["code"], limit: 20)
            guard !types.contains(where: { $0.code == code }) else { throw invalid(node["code"], "the code `\(code)` occurs twice") }
            var duties: [IncidentType.Duty] = []
            for entry in try entries(node["duties"], "duties") { duties.append(try duty(entry, authorities)) }
            var logs: [String] = []
            for log in node["logs"] == nil ? [] : try entries(node["logs"], "logs") {
                logs.append(try word(log, IncidentLog.self).rawValue)
            }
            types.append(
                IncidentType(
                    code: code, title: try text(node["title"]), severity: try word(node["severity"], IncidentType.Severity.self),
                    isConfidential: node["confidential"] == nil ? false : try flag(node["confidential"]), duties: duties, logs: logs))
        }
        guard !types.isEmpty else { throw invalid(document["types"], "expected at least one type") }
        return types.sorted { $0.code < $1.code }
    }

    private func duty(_ node: Node, _ authorities: [Authority]) throws(IncidentError) -> IncidentType.Duty {
        try check(node, "a duty", needed: ["authority", "clock", "basis"], optional: ["when"])
        let (id, clock) = (try text(node["authority"], limit: 20), try text(node["clock"], limit: 40))
        guard let authority = authorities.first(where: { $0.id == id }) else {
            throw invalid(node["authority"], "no file is about `\(id)`")
        }
        guard authority.clock(clock) != nil else { throw invalid(node["clock"], "\(id) has no clock `\(clock)`") }
        let condition: String? = if let when = node["when"] { try text(when) } else { nil }
        return IncidentType.Duty(authority: id, clock: clock, basis: try word(node["basis"], Basis.self), condition: condition)
    }
}

/// The logs that a type may name.
enum IncidentLog: String, CaseIterable {
    case transactions, sessions, rng, kyc, aml, changes
    case gameRounds = "game-rounds"
}
