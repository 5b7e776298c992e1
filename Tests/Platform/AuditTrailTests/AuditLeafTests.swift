import Documents
import Testing

@testable import AuditTrail

@Suite struct AuditLeafTests {
    private static let commitment = String(repeating: "a7", count: 32)

    @Test func `a leaf tells that something was recorded, when and by whom of the operators, and no more`() throws {
        let entry = Sample.entry(1, id: "secret-id", before: ["percentage": 50], after: ["percentage": 60])
        let leaf = try AuditLeaf(entry, index: 4, eventID: "e-1", commitment: Self.commitment)
        #expect(
            String(decoding: leaf.bytes, as: UTF8.self) == """
                {"at":"2026-10-14T17:46:41.000Z","commitment":"\(Self.commitment)","event_id":"e-1","index":4,"operator":"northwind",\
                "schema":"assay.audit/2"}
                """)
        #expect(try AuditLeaf.commitment(in: leaf.bytes) == Self.commitment)
    }

    @Test func `the hash of nothing is that of the empty text`() {
        #expect(AuditLeaf.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: ["", "{}", #"{"schema":"assay.audit/2"}"#, #"{"schema":"assay.audit/1","commitment":"00"}"#, "[1"])
    func `bytes that are not a leaf are refused`(text: String) {
        #expect(throws: AuditError(.damaged, "")) { try AuditLeaf.commitment(in: Array(text.utf8)) }
    }
}

@Suite struct AuditDocumentTests {
    @Test func `the same event is the same canonical bytes`() throws {
        let entry = Sample.entry(1, before: ["percentage": 50], after: ["percentage": 60])
        let document = try AuditDocument(entry, index: 4, eventID: "e-1")
        #expect(
            String(decoding: document.bytes, as: UTF8.self) == """
                {"action":"update","actor":{"address":"127.0.0.1","certificate":"thumb","client_id":"officer","sub":"o-17"},\
                "after_hash":"\(AuditLeaf.sha256(Array(#"{"percentage":60}"#.utf8)))","at":"2026-10-14T17:46:41.000Z",\
                "before_hash":"\(AuditLeaf.sha256(Array(#"{"percentage":50}"#.utf8)))",\
                "diff":[{"op":"replace","path":"/percentage","value":60}],"entity":"bonus_rule","event_id":"e-1","id":"BR-7",\
                "index":4,"operator":"northwind","reason":"corrected","request_id":"q-1","schema":"assay.audit-event/1"}
                """)
        #expect(try AuditDocument(parsing: document.bytes).node == document.node)
    }

    @Test func `a read has no diff and keeps what was asked`() throws {
        let entry = AuditEntry(
            at: Sample.start, operatorID: "northwind", subject: .own, actor: .system, action: .read, entity: "report_list", id: "2026-10",
            detail: ["rows": 3])
        let document = try AuditDocument(entry, index: 0, eventID: "e")
        #expect(document.node["diff"] == nil)
        #expect(document.node["before_hash"] == nil)
        #expect(document.node["detail"]?["rows"]?.integer == 3)
    }

    @Test(arguments: ["", "{}", #"{"schema":"assay.audit/2"}"#, "[1"])
    func `bytes that are not an event are refused`(text: String) {
        #expect(throws: AuditError(.damaged, "")) { try AuditDocument(parsing: Array(text.utf8)) }
    }
}
