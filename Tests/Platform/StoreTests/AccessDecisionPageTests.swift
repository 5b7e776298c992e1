import Documents
import TestSupport
import Testing

@testable import Store

@Suite struct AccessDecisionPageTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let start = Timestamp(milliseconds: 1_792_000_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
    }

    /// Decisions `r0` … of two clients in turn, three at each instant.
    private func record(_ count: Int) async throws {
        for number in 0..<count {
            let row = AccessDecisionRow(
                at: start.advanced(by: .seconds(number / 3)), requestID: "r\(number)", method: "GET",
                path: number % 5 == 0 ? "/regulator/logs/aml" : "/regulator/logs/rng", address: "127.0.0.1",
                clientID: number % 2 == 0 ? "ukgc" : "mga", certificate: nil, tokenID: nil, status: 200, refusal: nil)
            try await store.write { try $0.record(row) }
        }
    }

    private func event(_ sequence: Int64, at time: Timestamp, request: String, action: String = "read") async throws {
        let leaf = Node.object([("request_id", .string(request)), ("detail", .object([("rows", .integer(Int(sequence)))]))]).compactBytes()
        let row = AuditEventRow(
            sequence: sequence, eventID: "e\(sequence)", at: time, operatorID: "northwind", action: action, entity: "log", entityID: "rng",
            leaf: leaf)
        try await store.write { try $0.append(row) }
    }

    private func ids(_ filter: AccessDecisionFilter, limit: Int = 100) async throws -> [String] {
        try await store.read { try $0.accessDecisions(filter, limit: limit).map(\.decision.requestID) }
    }

    @Test func `pages follow each other by time and id, whatever their size`() async throws {
        try await record(20)
        for size in [1, 2, 3, 7, 20, 21] {
            var read: [String] = []
            var filter = AccessDecisionFilter()
            while true {
                let asked = filter
                let page = try await store.read { try $0.accessDecisions(asked, limit: size) }
                read += page.map(\.decision.requestID)
                guard page.count == size, let last = page.last else { break }
                filter.after = (last.decision.at, last.id)
            }
            #expect(read == (0..<20).map { "r\($0)" })
        }
    }

    @Test func `filters narrow by time, client, request and path`() async throws {
        try await record(10)
        #expect(try await ids(.init(from: start.advanced(by: .seconds(1)), to: start.advanced(by: .seconds(2)))) == ["r3", "r4", "r5"])
        var filter = AccessDecisionFilter()
        filter.clientID = "mga"
        #expect(try await ids(filter) == ["r1", "r3", "r5", "r7", "r9"])
        filter.leavesOutPathsThatEndWith = "/regulator/logs/aml"
        #expect(try await ids(filter) == ["r1", "r3", "r7", "r9"])
        filter.requestID = "r7"
        #expect(try await ids(filter) == ["r7"])
        filter.requestID = "r6"
        #expect(try await ids(filter).isEmpty)
    }

    @Test func `what a request was shown is found beside events that came before and after its time`() async throws {
        try await record(6)
        // Events of other times on both sides, and one that was committed out of order.
        for number in 0..<40 { try await event(Int64(number), at: start.advanced(by: .seconds(-4000 + number)), request: "old\(number)") }
        try await event(40, at: start.advanced(by: .seconds(2)), request: "r4")
        try await event(41, at: start.advanced(by: .seconds(1)), request: "r3", action: "create")
        try await event(42, at: start.advanced(by: .seconds(1)), request: "r5", action: "export")
        for number in 43..<80 { try await event(Int64(number), at: start.advanced(by: .seconds(4000 + number)), request: "r1") }
        let found = try await store.read { snapshot in
            try snapshot.readEvents(of: snapshot.accessDecisions(.init(), limit: 100).map(\.decision)).mapValues(\.sequence)
        }
        #expect(found == ["r4": 40, "r5": 42])
        #expect(try await store.read { try $0.readEvents(of: []).isEmpty })
    }
}
