import Documents
import Foundation
import Testing

@testable import Incidents

@Suite struct IncidentCatalogueTests {
    private static let everywhere: Set = ["UKGC", "MGA", "CGA"]

    private func due(_ code: String, _ aware: String, _ regulators: Set<String> = everywhere) throws -> [String: String] {
        let notices = try Rules.catalogue().notices(of: code, awareAt: Timestamp(parsing: aware), regulators: regulators)
        return Dictionary(notices.map { ($0.authority, $0.dueAt.description) }) { first, _ in first }
    }

    @Test func `a breach is due at each authority by its own calendar`() throws {
        #expect(
            try due("SEC-BRCH", "2026-12-23T10:00:00.000Z") == [
                "UKGC": "2027-01-04T23:59:59.999Z", "MGA": "2026-12-29T22:59:59.999Z", "CGA": "2026-12-24T10:00:00.000Z",
                "ICO": "2026-12-26T10:00:00.000Z", "IDPC": "2026-12-26T10:00:00.000Z",
            ])
    }

    @Test func `hours are counted by the clock also when clocks are changed`() throws {
        #expect(try due("SEC-BRCH", "2026-03-28T12:00:00.000Z", ["UKGC"])["ICO"] == "2026-03-31T12:00:00.000Z")
    }

    @Test func `only authorities of the operator's licences are told`() throws {
        #expect(try Set(due("SEC-BRCH", "2026-11-09T10:00:00.000Z", ["MGA"]).keys) == ["MGA", "IDPC"])
        #expect(try due("SEC-BRCH", "2026-11-09T10:00:00.000Z", []).isEmpty)
        #expect(try due("REG-LATE", "2026-11-09T10:00:00.000Z").isEmpty)
    }

    @Test func `every type that the catalogue of incidents names is there, and money laundering is kept apart`() throws {
        let types = try Rules.catalogue().types
        #expect(types.count == 23)
        #expect(types.filter(\.isConfidential).map(\.code) == ["AML-FAIL", "AML-STR"])
        #expect(
            types.filter { $0.severity == .p1 }.map(\.code) == [
                "AML-FAIL", "FND-SHRT", "FRD-MASS", "GAM-RNG", "GAM-RTP", "JPK-ERR", "RG-DEATH", "RG-EXCL", "RG-MINOR", "SEC-ACCS",
                "SEC-BRCH",
            ])
    }

    @Test func `an unknown type is refused by its code`() throws {
        let catalogue = try Rules.catalogue()
        #expect(throws: IncidentError(.unknownType, "")) { try catalogue.type("SEC-NONE") }
    }

    private static let spoils: [(file: String, old: String, new: String, says: String)] = [
        ("types.yaml", "authority: UKGC, clock: key-event", "authority: UKGC, clock: no-event", "no clock `no-event`"),
        ("types.yaml", "authority: IDPC", "authority: NOBODY", "no file is about `NOBODY`"),
        ("types.yaml", "severity: P1", "severity: P0", "expected one of P1, P2, P3, P4"),
        ("types.yaml", "code: SEC-ACCS", "code: SEC-BRCH", "occurs twice"),
        ("types.yaml", "confidential: true", "confidential: maybe", "true or false"),
        ("types.yaml", "confidential: true", "secret: true", "not a key of a type"),
        ("ukgc.authority.yaml", "zone: Europe/London", "zone: BST", "time zone"),
        ("ukgc.authority.yaml", "working_days: 5", "working_days: 0", "1 to 366"),
        ("ukgc.authority.yaml", "working_days: 5", "working_days: 5, hours: 3", "either"),
        ("ukgc.authority.yaml", "id: other-event", "id: key-event", "occurs twice"),
        ("ukgc.authority.yaml", "month: 12, day: 26", "month: 2, day: 30", "no such day"),
        ("ukgc.authority.yaml", "nth: -1, month: 8", "nth: 0, month: 8", "-1 for the last"),
        ("ukgc.authority.yaml", "easter: 1", "easter: 1, month: 3", "not a key of a holiday around Easter"),
        ("ukgc.authority.yaml", "weekday: monday", "weekday: montag", "expected one of monday"),
        ("ukgc.authority.yaml", "schema_version: 1", "schema_version: 2", "schema_version 1"),
        ("mga.authority.yaml", "id: MGA", "id: UKGC", "another file is about UKGC"),
        ("ukgc.authority.yaml", "weekend: [saturday, sunday]", "weekend: []\nweekend: []", "weekend"),
    ]

    @Test(arguments: spoils.indices)
    func `rules that are not right are refused where they stand`(index: Int) throws {
        let spoil = Self.spoils[index]
        let folder = FileManager.default.temporaryDirectory.appending(path: "incidents-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(filePath: Rules.directory), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appending(path: spoil.file)
        let text = try String(contentsOf: url, encoding: .utf8)
        try #require(text.contains(spoil.old))
        let range = try #require(text.range(of: spoil.old))
        try text.replacingCharacters(in: range, with: spoil.new).write(to: url, atomically: true, encoding: .utf8)
        let error = #expect(throws: IncidentError.self) { try IncidentCatalogue(directory: folder.path) }
        #expect(error?.code == .invalidRules)
        #expect(error?.message.contains(spoil.says) == true, "\(error?.message ?? "")")
    }

    @Test func `a folder without types is refused`() {
        #expect(throws: IncidentError(.invalidRules, "")) { try IncidentCatalogue(directory: "/nowhere") }
    }
}
