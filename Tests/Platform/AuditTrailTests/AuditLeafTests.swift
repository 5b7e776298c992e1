import Documents
import Testing

@testable import AuditTrail

@Suite struct AuditLeafTests {
    @Test func `the same event is the same canonical bytes`() throws {
        let entry = Sample.entry(1, before: ["percentage": 50], after: ["percentage": 60])
        let leaf = try AuditLeaf(entry, index: 4, eventID: "e-1")
        let text = String(decoding: leaf.bytes, as: UTF8.self)
        #expect(
            text == """
                {"action":"update","actor":{"address":"127.0.0.1","certificate":"thumb","client_id":"officer","sub":"o-17"},\
                "after_hash":"\(AuditLeaf.sha256(Array(#"{"percentage":60}"#.utf8)))","at":"2026-10-14T17:46:41.000Z",\
                "before_hash":"\(AuditLeaf.sha256(Array(#"{"percentage":50}"#.utf8)))",\
                "diff":[{"op":"replace","path":"/percentage","value":60}],"entity":"bonus_rule","event_id":"e-1","id":"BR-7",\
                "index":4,"operator":"northwind","reason":"corrected","request_id":"q-1","schema":"assay.audit/1"}
                """)
        #expect(try AuditLeaf(parsing: leaf.bytes).document == leaf.document)
    }

    @Test func `a read has no diff and keeps what was asked`() throws {
        let entry = AuditEntry(
            at: Sample.start, operatorID: "northwind", actor: .system, action: .read, entity: "report_list", id: "2026-10",
            detail: ["rows": 3])
        let leaf = try AuditLeaf(entry, index: 0, eventID: "e")
        #expect(leaf.document["diff"] == nil)
        #expect(leaf.document["before_hash"] == nil)
        #expect(leaf.document["detail"]?["rows"]?.integer == 3)
    }

    @Test func `the hash of nothing is that of the empty text`() {
        #expect(AuditLeaf.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: ["", "{}", #"{"schema":"assay.audit/2"}"#, "[1"])
    func `bytes that are not a leaf are refused`(text: String) {
        #expect(throws: AuditError(.damaged, "")) { try AuditLeaf(parsing: Array(text.utf8)) }
    }
}
