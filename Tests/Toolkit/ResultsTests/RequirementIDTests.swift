import Testing

@testable import Results

@Suite struct RequirementIDTests {
    @Test(arguments: ["REQ-API-001", "REQ-UK-024", "REQ-SIM-003"])
    func `an identifier of the catalogue is accepted`(text: String) {
        #expect(RequirementID(text)?.description == text)
    }

    @Test(arguments: ["", "REQ-API-1", "REQ-api-001", "REC-API-001", "REQ-API-001-", "REQ--001", "REQ-TOOLONG-001", "REQ-API-٠٠١"])
    func `anything else is refused`(text: String) {
        #expect(RequirementID(text) == nil)
    }

    @Test func `a location prints only what is known`() {
        #expect(SourceLocation(file: "a.yaml").reference == "a.yaml")
        #expect(SourceLocation(file: "a.yaml", line: 3).reference == "a.yaml:3")
        #expect(SourceLocation(file: "a.yaml", line: 3, column: 7).reference == "a.yaml:3:7")
    }
}
