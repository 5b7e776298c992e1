import Documents
import TestSupport
import Testing

@testable import Store

@Suite struct JobTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let start = Timestamp(milliseconds: 1_792_000_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
    }

    private func add(_ key: String, at time: Timestamp) async throws -> Bool {
        try await store.write { try $0.addJob(kind: "deliver", key: key, payload: [1], runAt: time) }
    }

    private func claim(at time: Timestamp, owner: String = "a") async throws -> Job? {
        try await store.write { try $0.claimJob(kind: "deliver", owner: owner, now: time, lease: .seconds(30)) }
    }

    @Test func `the same work is kept once`() async throws {
        #expect(try await add("r1", at: start))
        #expect(try await !add("r1", at: start))
        #expect(try await store.read { try $0.jobCount(kind: "deliver", state: "waiting") } == 1)
    }

    @Test func `work is claimed when it is due, the oldest first`() async throws {
        _ = try await add("later", at: start.advanced(by: .seconds(5)))
        _ = try await add("first", at: start)
        #expect(try await claim(at: start.advanced(by: .seconds(-1))) == nil)
        #expect(try await claim(at: start.advanced(by: .seconds(6)))?.key == "first")
        #expect(try await claim(at: start.advanced(by: .seconds(6)))?.key == "later")
        #expect(try await claim(at: start.advanced(by: .seconds(6))) == nil)
    }

    @Test func `a lease that ran out is claimed anew and the late owner is refused`() async throws {
        _ = try await add("r1", at: start)
        let first = try #require(try await claim(at: start, owner: "stopped"))
        #expect(try await claim(at: start.advanced(by: .seconds(29))) == nil)
        let second = try #require(try await claim(at: start.advanced(by: .seconds(30))))
        #expect(second.fence == first.fence + 1)
        #expect(second.attempts == 2)
        #expect(try await !store.write { try $0.finish(first) })
        #expect(try await store.write { try $0.finish(second) })
        #expect(try await !store.write { try $0.finish(second) })
    }

    @Test func `a renewed lease is not claimed by another`() async throws {
        _ = try await add("r1", at: start)
        let job = try #require(try await claim(at: start))
        let until = start.advanced(by: .seconds(60))
        #expect(try await store.write { try $0.renew(job, until: until) })
        #expect(try await claim(at: start.advanced(by: .seconds(45))) == nil)
        #expect(try await store.read { try $0.nextJobTime(kind: "deliver") } == until)
    }

    @Test func `a restart takes over what the stopped process had leased`() async throws {
        _ = try await add("r1", at: start)
        let first = try #require(try await claim(at: start, owner: "killed"))
        try await store.write { try $0.releaseLeases(kind: "deliver") }
        let second = try #require(try await claim(at: start))
        #expect(second.fence > first.fence)
    }

    @Test func `closed lanes are passed over, and their jobs are not waited for`() async throws {
        let (now, later) = (start, start.advanced(by: .seconds(9)))
        try await store.write { transaction in
            try transaction.addJob(kind: "deliver", key: "a", payload: [], runAt: now, lane: "x \"quoted\"")
            try transaction.addJob(kind: "deliver", key: "b", payload: [], runAt: later, lane: "y")
        }
        let closed = ["x \"quoted\""]
        #expect(
            try await store.write { try $0.claimJob(kind: "deliver", owner: "a", now: now, lease: .seconds(30), except: closed) } == nil)
        #expect(try await store.read { try $0.nextJobTime(kind: "deliver", except: closed) } == later)
        #expect(try await store.read { try $0.nextJobTime(kind: "deliver", except: closed + ["y"]) } == nil)
        let job = try await store.write { try $0.claimJob(kind: "deliver", owner: "a", now: now, lease: .seconds(30), except: ["y"]) }
        #expect(job?.key == "a" && job?.lane == closed[0])
    }

    @Test func `jobs of one queue go one after another, a postponed head holds up the rest`() async throws {
        let now = start
        try await store.write { transaction in
            for key in ["first", "second"] {
                try transaction.addJob(kind: "deliver", key: key, payload: [], runAt: now, lane: "x", queue: "q")
            }
            try transaction.addJob(kind: "deliver", key: "free", payload: [], runAt: now, lane: "x")
        }
        let head = try #require(try await claim(at: start))
        #expect(head.key == "first")
        #expect(try await claim(at: start)?.key == "free")
        #expect(try await claim(at: start) == nil)
        let later = start.advanced(by: .seconds(5))
        #expect(try await store.write { try $0.postpone(head, until: later, because: "refused") })
        #expect(try await claim(at: start) == nil)
        #expect(try await store.read { try $0.nextJobTime(kind: "deliver") } == later)
        let again = try #require(try await claim(at: later))
        #expect(again.key == "first")
        #expect(try await store.write { try $0.finish(again) })
        #expect(try await claim(at: later)?.key == "second")
    }

    @Test func `postponed work comes back at its time and exhausted work never`() async throws {
        _ = try await add("r1", at: start)
        let job = try #require(try await claim(at: start))
        let later = start.advanced(by: .seconds(5))
        #expect(try await store.write { try $0.postpone(job, until: later, because: "refused") })
        #expect(try await claim(at: start.advanced(by: .seconds(4))) == nil)
        let again = try #require(try await claim(at: later))
        #expect(try await store.write { try $0.exhaust(again, because: "gone") })
        #expect(try await claim(at: start.advanced(by: .seconds(3600))) == nil)
        #expect(try await store.read { try $0.nextJobTime(kind: "deliver") } == nil)
        #expect(try await store.read { try $0.jobCount(kind: "deliver", state: "exhausted") } == 1)
    }
}
