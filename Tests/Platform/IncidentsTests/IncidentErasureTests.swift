import AuditTrail
import Documents
import Store
import Testing

@testable import Incidents

@Suite struct IncidentErasureTests {
    @Test func `the history of an incident holds together when its player was erased, and names nobody`() async throws {
        let scene = try DeskScene()
        let event = OperatorEvent(
            id: "e-1", type: "GAM-RNG", meaning: .incident(code: "GAM-RNG"), occurredAt: scene.now, awareAt: scene.now,
            licences: ["UKGC-000123"], summary: "A generator failed its test", playersAffected: 1, severity: nil,
            details: ["player_id": "P-77", "draws": 3],
            document: ["event_id": "e-1", "type": "GAM-RNG", "details": ["player_id": "P-77", "draws": 3]])
        let id = try #require(try await scene.desk.take(event, by: scene.author).incidentID)
        let other = try #require(try await scene.desk.take(scene.event("e-2"), by: scene.author).incidentID)
        scene.advance(.seconds(60))
        try await scene.store.write { transaction in
            _ = try scene.desk.recordErasure(ofPlayer: "P-77", by: scene.author, in: transaction) {
                try transaction.eraseTraces(ofPlayer: "P-77", at: scene.now)
            }
        }
        #expect(try await scene.read(id)["details"] == ["draws": 3])
        scene.advance(.seconds(60))
        let update = IncidentUpdate(summary: "A generator failed its second test", playersAffected: nil, reason: "looked at again")
        for incident in [id, other] {
            _ = try await scene.desk.update(incident, update, by: scene.author)
            let state = try await scene.trail.state(entity: "incident", id: incident, operatorID: "northwind", at: scene.now)
            #expect(state.value?["version"] == 2)
        }
        let history = try await scene.trail.history(entity: "incident", id: id, operatorID: "northwind")
        #expect(history.map { $0.document["action"] } == ["create", "update", "update"])
        #expect(!history.contains { String(decoding: $0.document.compactBytes(), as: UTF8.self).contains("P-77") })
        // Incidents of nobody who was erased have nothing more in their histories.
        #expect(try await scene.trail.history(entity: "incident", id: other, operatorID: "northwind").count == 2)
    }
}
