import Documents
import HTTPTypes
import Testing
import XMLDocuments

@testable import ObjectStorage

@Suite struct StorageDocumentTests {
    private static let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

    private func read<Value>(_ text: String, _ make: (XMLTree) throws(StorageError) -> Value) throws(StorageError) -> Value {
        try make(try StorageDocument.read(Array(text.utf8), limit: 1 << 16))
    }

    private func code<Value>(_ text: String, _ make: (XMLTree) throws(StorageError) -> Value) -> StorageError.Code? {
        do throws(StorageError) {
            _ = try read(text, make)
            return nil
        } catch { return error.code }
    }

    @Test func `what is written is read back`() throws {
        let retention = Retention(.governance, until: try Given.time())
        let hold = LegalHold.on
        let lock = ObjectLock(defaultRetention: .init(.compliance, .years(7)))
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(try read(text(retention.document())) { tree throws(StorageError) in try Retention(tree) } == retention)
        #expect(try read(text(hold.document())) { tree throws(StorageError) in try LegalHold(tree) } == hold)
        #expect(try read(text(Versioning.suspended.document())) { tree throws(StorageError) in try Versioning(tree) } == .suspended)
        for lock in [lock, ObjectLock(), ObjectLock(defaultRetention: .init(.governance, .days(1)))] {
            #expect(try read(text(lock.document())) { tree throws(StorageError) in try ObjectLock(tree) } == lock)
        }
        #expect(
            text(try lock.document()) == """
                <ObjectLockConfiguration \(Self.namespace)>
                  <ObjectLockEnabled>Enabled</ObjectLockEnabled>
                  <Rule>
                    <DefaultRetention>
                      <Mode>COMPLIANCE</Mode>
                      <Years>7</Years>
                    </DefaultRetention>
                  </Rule>
                </ObjectLockConfiguration>

                """)
    }

    @Test(arguments: ["", " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""])
    func `documents of stores that write them otherwise are read`(namespace: String) throws {
        let years =
            "<ObjectLockConfiguration\(namespace)><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
            + "<Mode>COMPLIANCE</Mode><Days>0</Days><Years>7</Years></DefaultRetention></Rule></ObjectLockConfiguration>"
        #expect(
            try read(years) { tree throws(StorageError) in try ObjectLock(tree) }
                == ObjectLock(defaultRetention: .init(.compliance, .years(7))))
        let versioning = "<GetBucketVersioningResponse\(namespace)><Status>Enabled</Status></GetBucketVersioningResponse>"
        #expect(try read(versioning) { tree throws(StorageError) in try Versioning(tree) } == .enabled)
        let never = "<VersioningConfiguration\(namespace)/>"
        #expect(try read(never) { tree throws(StorageError) in try Versioning(tree) } == nil)
        let retention =
            "<Retention\(namespace)><Mode>COMPLIANCE</Mode><RetainUntilDate>2033-12-23T10:01:07.000Z</RetainUntilDate></Retention>"
        #expect(
            try read(retention) { tree throws(StorageError) in try Retention(tree) }
                == Retention(.compliance, until: try Timestamp(parsing: "2033-12-23T10:01:07Z")))
    }

    @Test(arguments: [
        "", "no XML", "<Retention>", "<!DOCTYPE Retention><Retention><Mode>COMPLIANCE</Mode></Retention>",
        "<Retention xmlns=\"urn:other\"><Mode>COMPLIANCE</Mode><RetainUntilDate>2033-12-23T10:01:07Z</RetainUntilDate></Retention>",
        "<Retention><Mode xmlns=\"urn:other\">COMPLIANCE</Mode><RetainUntilDate>2033-12-23T10:01:07Z</RetainUntilDate></Retention>",
        "<Retention><Mode>SOFT</Mode><RetainUntilDate>2033-12-23T10:01:07Z</RetainUntilDate></Retention>",
        "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>soon</RetainUntilDate></Retention>",
        "<Retention><RetainUntilDate>2033-12-23T10:01:07Z</RetainUntilDate></Retention>", "<Retention><Mode>COMPLIANCE</Mode></Retention>",
        "<Retention>" + String(repeating: " ", count: 1 << 16) + "</Retention>",
    ])
    func `a retention that is none is refused`(text: String) {
        #expect(code(text) { tree throws(StorageError) in try Retention(tree) } == .unreadableAnswer)
    }

    @Test func `locks, holds and versioning that are none are refused`() {
        func lock(_ rule: String) -> String {
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\(rule)</DefaultRetention></Rule>"
                + "</ObjectLockConfiguration>"
        }
        for rule in [
            "", "<Mode>COMPLIANCE</Mode>", "<Mode>COMPLIANCE</Mode><Days>0</Days>", "<Mode>COMPLIANCE</Mode><Days>-1</Days>",
            "<Mode>COMPLIANCE</Mode><Days>1</Days><Years>1</Years>", "<Days>1</Days>",
            "<Mode>COMPLIANCE</Mode><Days>99999999999999999999</Days>",
        ] {
            #expect(code(lock(rule)) { tree throws(StorageError) in try ObjectLock(tree) } == .unreadableAnswer, "\(rule)")
        }
        #expect(code("<ObjectLockConfiguration/>") { tree throws(StorageError) in try ObjectLock(tree) } == .unreadableAnswer)
        #expect(
            code("<LegalHold><Status>MAYBE</Status></LegalHold>") { tree throws(StorageError) in try LegalHold(tree) } == .unreadableAnswer)
        #expect(
            code("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>") { tree throws(StorageError) in
                try Versioning(tree)
            }
                == .unreadableAnswer)
    }

    @Test func `a retention in fields is whole or none`() throws {
        #expect(try Retention(HTTPFields()) == nil)
        let both: HTTPFields = [.amzLockMode: "GOVERNANCE", .amzRetainUntil: "2026-11-24T10:01:07Z"]
        #expect(try Retention(both)?.description == "GOVERNANCE until 2026-11-24T10:01:07Z")
        for half: HTTPFields in [[.amzLockMode: "GOVERNANCE"], [.amzRetainUntil: "2026-11-24T10:01:07Z"]] {
            #expect(throws: StorageError(.unreadableAnswer, "")) { try Retention(half) }
        }
    }

    @Test func `a retention never ends before it was to`() throws {
        let time = try Timestamp(parsing: "2026-11-24T10:01:07.001Z")
        #expect(Retention(.compliance, until: time).description == "COMPLIANCE until 2026-11-24T10:01:08Z")
    }
}
