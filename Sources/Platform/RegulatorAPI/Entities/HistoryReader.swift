import AuditTrail
import SourceData

/// Somebody who asks for the history of an entity, and what concerns it.
struct HistoryReader: Sendable {
    let clientID: String
    /// The licences that it sees.
    let licences: [String]
    /// Whether it is the operator's own officer, who reads everything of the operator.
    let isOfficer: Bool
    let source: SourceDatabase

    /// What every authority may see although the events of the first schema do not say whom they are about.
    private static let offered: Set<String> = ["bonus_rule", "flag", "game", "retention"]

    /// Whether the reader may see a history of events about these subjects: all of them must concern it. An empty history is nobody's.
    func mayRead(_ subjects: [AuditSubject?], of entity: String) async throws -> Bool {
        guard !subjects.isEmpty else { return false }
        if isOfficer { return true }
        for subject in subjects where try await !concerns(subject, entity) { return false }
        return true
    }

    /// Whether an event about a subject can be part of a history that the reader may see. Histories of incidents are told by their incident.
    func mayConcern(_ subject: AuditSubject?, _ entity: String) async throws -> Bool {
        if isOfficer || entity == "incident" { return true }
        return try await concerns(subject, entity)
    }

    private func concerns(_ subject: AuditSubject?, _ entity: String) async throws -> Bool {
        switch subject {
        case .operation: true
        case .licence(let id): licences.contains(id)
        case .client(let id): id == clientID
        case .player(let id): try await source.dossierSubject(id, among: licences) != nil
        case .own: false
        case nil: Self.offered.contains(entity)
        }
    }
}
