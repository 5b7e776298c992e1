import Testing

@testable import RegulatorAPI

@Suite struct AcceptFieldTests {
    @Test(
        arguments: [
            (nil, "text/csv"), ("", "text/csv"), ("*/*", "text/csv"), ("text/csv", "text/csv"), ("application/xml", "application/xml"),
            ("application/*", "application/xml"), ("text/csv;q=0.5, application/xml", "application/xml"), ("TEXT/CSV ; q=1", "text/csv"),
            ("text/csv;q=0, */*;q=0.1", "application/xml"), ("application/xml;q=0.9, */*;q=0.1", "application/xml"),
            ("application/pdf", nil), ("text/csv;q=0", nil), ("*/*;q=0", nil),
        ] as [(String?, String?)])
    func `the best of what is offered is chosen`(field: String?, expected: String?) {
        #expect(AcceptField(field).best(of: ["text/csv", "application/xml"], mediaType: { $0 }) == expected)
    }
}
