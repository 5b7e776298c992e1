import AuditTrail
import Documents
import Foundation
import GRDB
import ServerKit
import Store
import Synchronization
import Testing

@testable import Incidents

@Suite struct IncidentTicketTests {
    private func code(_ work: () async throws -> Node) async throws -> String {
        do {
            _ = try await work()
            return "taken"
        } catch let problem as Problem {
            return problem.code
        }
    }

    private func file(_ bytes: [UInt8] = Array("time\n12:00\n".utf8), isInternal: Bool = false) -> NewAttachment {
        NewAttachment(name: "displays.csv", type: .csv, isInternal: isInternal, bytes: bytes)
    }

    @Test func `an authority reads what was written for it, and not that there is more`() async throws {
        let scene = try DeskScene()
        let id = try await scene.open(scene.event())["incident_id"]?.string ?? ""
        let before = try await scene.read(id, as: "UKGC")
        _ = try await scene.desk.comment(id, NewComment(text: "Ask P-100001", isInternal: true), by: scene.author)
        _ = try await scene.desk.attach(id, file(isInternal: true), by: scene.author)
        #expect(try await scene.read(id, as: "UKGC") == before)
        let told = try await scene.desk.comment(id, NewComment(text: "Switched off", isInternal: false), by: scene.author)
        let added = try await scene.desk.attach(id, file(), by: scene.author)
        let shown = try await scene.read(id, as: "UKGC")
        #expect(shown["comments"]?.array?.map { $0["text"] } == ["Switched off"])
        #expect(shown["comments"]?[0]?["author"] == nil && shown["attachments"]?[0]?["author"] == nil)
        #expect(shown["attachments"]?.array?.map { $0["attachment_id"] } == [added["attachment_id"]])
        #expect(shown["version"] == before["version"])
        let own = try await scene.read(id)
        #expect(own["comments"]?.array?.count == 2 && own["attachments"]?.array?.count == 2)
        #expect(own["comments"]?[1] == told && told["author"] == "officer" && told["internal"] == false)
    }

    @Test func `the trail commits to each comment and each file`() async throws {
        let scene = try DeskScene()
        let id = try await scene.open(scene.event())["incident_id"]?.string ?? ""
        let comment = try await scene.desk.comment(id, NewComment(text: "Looked at", isInternal: true), by: scene.author)
        let bytes = Array("time\n12:00\n".utf8)
        let attachment = try await scene.desk.attach(id, file(bytes), by: scene.author)
        func event(_ entity: String, _ key: Node?) async throws -> Node? {
            let changes = try await scene.trail.history(entity: entity, id: key?.string ?? "", operatorID: "northwind")
            #expect(changes.count == 1)
            return changes.first?.diff[0]?["value"]
        }
        let told = try await event("incident_comment", comment["comment_id"])
        #expect(told?["sha256"]?.string == IncidentDesk.sha256(Array("Looked at".utf8)) && told?["text"] == nil)
        let added = try await event("incident_attachment", attachment["attachment_id"])
        #expect(added?["sha256"]?.string == IncidentDesk.sha256(bytes) && added?["bytes"] == 11 && added?["incident_id"]?.string == id)
    }

    @Test func `an attachment is read by those for whom it is, with the bytes that were added`() async throws {
        let scene = try DeskScene()
        let id = try await scene.open(scene.event())["incident_id"]?.string ?? ""
        let bytes = Array("time\n12:00\n".utf8)
        let open = try await scene.desk.attach(id, file(bytes), by: scene.author)["attachment_id"]?.string ?? ""
        let hidden = try await scene.desk.attach(id, file(isInternal: true), by: scene.author)["attachment_id"]?.string ?? ""
        func read(_ attachment: String, _ regulator: String?) async throws -> [UInt8]? {
            let reader = IncidentReader(regulator: regulator, seesConfidential: false)
            return try await scene.desk.attachment(attachment, of: id, for: reader)?.bytes
        }
        #expect(try await read(open, "UKGC") == bytes)
        #expect(try await read(open, nil) == bytes)
        #expect(try await read(hidden, nil) != nil)
        for (attachment, regulator) in [(hidden, "UKGC"), (open, "MGA"), ("A-none", "UKGC")] {
            #expect(try await read(attachment, regulator) == nil)
        }
    }

    @Test func `a closed incident takes nothing more, and an open one so much`() async throws {
        let scene = try DeskScene()
        let id = try await scene.open(scene.event("e-1", "DOM-CHG", licences: ["CGA-OGL-2024-789"]))["incident_id"]?.string ?? ""
        for number in 0..<IncidentDesk.attachmentLimit { _ = try await scene.desk.attach(id, file([UInt8(number + 1)]), by: scene.author) }
        let kept = scene.kept.withLock { $0.count }
        #expect(try await code { try await scene.desk.attach(id, file([200]), by: scene.author) } == "ticket-full")
        #expect(scene.kept.withLock { $0.count } == kept, "bytes that nothing names were kept")
        try await scene.store.write { transaction in
            try transaction.database.execute(sql: "UPDATE incident SET state = 'CLOSED'")
        }
        let comment = NewComment(text: "Too late", isInternal: true)
        #expect(try await code { try await scene.desk.comment(id, comment, by: scene.author) } == "illegal-state")
        #expect(try await code { try await scene.desk.comment("nowhere", comment, by: scene.author) } == "unknown-object")
        #expect(try await code { try await scene.desk.attach(id, file(), by: scene.author) } == "illegal-state")
        let assignment = Assignment(owner: "officer", reason: "late")
        #expect(try await code { try await scene.desk.assign(id, assignment, by: scene.author) } == "illegal-state")
    }

    @Test func `an incident has an owner, and its course says who gave it to whom`() async throws {
        let scene = try DeskScene()
        let id = try await scene.open(scene.event())["incident_id"]?.string ?? ""
        #expect(try await scene.read(id)["owner"]?.isNull == true)
        let owned = try await scene.desk.assign(id, Assignment(owner: "officer", reason: "on duty"), by: scene.author)
        #expect(owned["owner"] == "officer" && owned["version"] == 2 && owned["course"]?[0]?["step"] == "assigned")
        #expect(try await scene.read(id, as: "UKGC")["owner"] == nil)
        let released = try await scene.desk.assign(id, Assignment(owner: nil, reason: "off duty"), by: scene.author)
        #expect(released["owner"]?.isNull == true)
    }

    @Test func `what people wrote about a player goes when the player is erased, and what is proved stays`() async throws {
        let scene = try DeskScene(tickets: .webhook(url: "https://tickets.test/in"))
        _ = try await scene.desk.take(scene.exclusion("x-1", .excluded, at: 0), by: scene.author)
        let id = try await scene.desk.take(scene.exclusion("x-2", .play, at: 10), by: scene.author).incidentID ?? ""
        let other = try await scene.open(scene.event("e-9"))["incident_id"]?.string ?? ""
        for incident in [id, other] {
            _ = try await scene.desk.comment(incident, NewComment(text: "Called", isInternal: true), by: scene.author)
        }
        let same = file()
        let attachment = try await scene.desk.attach(id, same, by: scene.author)
        let shared = try await scene.desk.attach(other, same, by: scene.author)
        let own = try await scene.desk.attach(id, file([1]), by: scene.author)
        let now = scene.now
        try await scene.store.write { _ = try $0.eraseTraces(ofPlayer: "X-1", at: now) }
        let bodies = try await scene.store.read { snapshot in
            try Row.fetchAll(snapshot.database, sql: "SELECT incident_id, state, body FROM notice_dispatch WHERE phase = 'ticket_comment'")
                .map { (incident: $0[0] as String, state: $0[1] as String, body: String(decoding: $0[2] as Data, as: UTF8.self)) }
        }
        #expect(bodies.filter { $0.incident == id }.map(\.body) == ["{}"] && bodies.first { $0.incident == id }?.state == "EXHAUSTED")
        #expect(bodies.contains { $0.incident == other && $0.state == "WAITING" && $0.body.contains("Called") })
        let erased = try await scene.read(id)
        #expect(erased["comments"]?[0]?["text"] == "" && erased["attachments"]?[0]?["name"] == "")
        #expect(erased["attachments"]?[0]?["sha256"] == attachment["sha256"])
        #expect(try await scene.read(other)["comments"]?[0]?["text"] == "Called")
        let reader = IncidentReader(regulator: nil, seesConfidential: true)
        #expect(try await scene.desk.attachment(attachment["attachment_id"]?.string ?? "", of: id, for: reader) == nil)
        #expect(try await scene.desk.attachment(shared["attachment_id"]?.string ?? "", of: other, for: reader) != nil)
        // Bytes that another incident has too are kept for it.
        #expect(try await scene.store.read { try $0.erasedAttachments() } == [own["sha256"]?.string ?? ""])
    }

    @Test(arguments: [
        (AttachmentType.pdf, Array("%PDF-1.7\n".utf8), true), (.pdf, Array("MZ".utf8), false),
        (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], true), (.png, [0xFF, 0xD8, 0xFF], false),
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0], true), (.jpeg, [0xFF], false), (.text, Array("é".utf8), true), (.csv, [0x61, 0], false),
        (.json, [0xC3], false), (.xml, Array("<a/>".utf8), true),
    ])
    func `a file is what its type says`(type: AttachmentType, bytes: [UInt8], fits: Bool) {
        #expect(type.fits(bytes) == fits)
    }
}
