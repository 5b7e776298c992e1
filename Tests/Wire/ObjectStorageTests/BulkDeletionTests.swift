import Testing

@testable import ObjectStorage

@Suite struct BulkDeletionTests {
    private func list(_ text: String, _ keys: [String]) throws(StorageError) -> [BulkDeletion] {
        try BulkDeletion.list(Array("<DeleteResult>\(text)</DeleteResult>".utf8), keys: keys)
    }

    @Test func `each version has an answer of its own`() throws {
        let answers = try list(
            "<Deleted><Key>a</Key><VersionId>1</VersionId></Deleted><Error><Key>b</Key><Code>AccessDenied</Code><Message>locked</Message></Error>",
            ["a", "b"])
        #expect(answers.map(\.key) == ["a", "b"] && answers.map(\.version) == ["1", nil])
        #expect(answers[0].refusal == nil)
        #expect(answers[1].refusal?.code == "AccessDenied" && answers[1].refusal?.message == "locked")
    }

    @Test(arguments: ["", "<Deleted><Key>a</Key></Deleted>", "<Deleted/>", "<Error><Code>AccessDenied</Code></Error>"])
    func `a version without an answer is no success`(text: String) {
        #expect(throws: StorageError(.unreadableAnswer, "")) { try list(text, ["a", "b"]) }
    }
}
