import Documents
import Logging
import Store
import Synchronization
import TestSupport
import Testing

@testable import Delivery

@Suite struct JobRunnerTests {
    static let start = Timestamp(milliseconds: 1_792_000_000_000)

    /// A store with jobs, and what was begun in which lane.
    private final class Yard: Sendable {
        let folder: TemporaryFolder
        let store: PlatformStore
        let wake = Signal()
        let clock = Mutex(JobRunnerTests.start)
        let begun = Mutex<[String]>([])

        init() throws {
            folder = try TemporaryFolder()
            store = try PlatformStore(.init(directory: folder.path))
        }

        var now: Timestamp { clock.withLock { $0 } }
        func advance(_ duration: Duration) { clock.withLock { $0 = $0.advanced(by: duration) } }
        func count(_ lane: String) -> Int { begun.withLock { $0.count { $0 == lane } } }

        func add(_ count: Int, lane: String, queue: String? = nil) async throws {
            let now = now
            for number in 0..<count {
                _ = try await store.write {
                    try $0.addJob(kind: "send", key: "\(lane)-\(number)", payload: [], runAt: now, lane: lane, queue: queue)
                }
            }
        }

        func runner(
            _ lanes: EndpointLanes, _ work: @escaping @Sendable (Job) async throws -> EndpointReport
        ) -> JobRunner {
            JobRunner(
                store: store, kind: "send", lanes: lanes, wake: wake, now: { self.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { job in
                self.begun.withLock { $0.append(job.lane) }
                return try await work(job)
            }
        }
    }

    /// Waits, however long, until cancelled: a receiver that takes the connection and is silent.
    private static func silence() async {
        let (stream, _) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
    }

    @Test func `receivers that never answer hold up nobody else`() async throws {
        let yard = try Yard()
        for number in 1...4 { try await yard.add(6, lane: "silent \(number)") }
        try await yard.add(6, lane: "well")
        let runner = yard.runner(EndpointLanes(width: 2, total: 12)) { [store = yard.store] job in
            if job.lane != "well" {
                await Self.silence()
                return .failed
            }
            _ = try await store.write { try $0.finish(job) }
            return .answered
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            while try await yard.store.read({ try $0.jobCount(kind: "send", state: "done") }) < 6 { await Task.yield() }
            for number in 1...4 { #expect(yard.count("silent \(number)") <= 2) }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(yard.count("well") == 6)
    }

    @Test func `no more than the total are under way, whatever the lanes`() async throws {
        let yard = try Yard()
        for number in 1...5 { try await yard.add(2, lane: "silent \(number)") }
        let lanes = EndpointLanes(width: 2, total: 3)
        let runner = yard.runner(lanes) { _ in
            await Self.silence()
            return .failed
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            while yard.begun.withLock({ $0.count }) < 3 { await Task.yield() }
            #expect(lanes.isFull)
            #expect(try await !runner.workOnce(as: "another"))
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(yard.begun.withLock { $0.count } == 3)
    }

    @Test func `an endpoint that failed five times is left alone for half a minute, then tried once`() async throws {
        let yard = try Yard()
        try await yard.add(20, lane: "broken")
        try await yard.add(1, lane: "well")
        let runner = yard.runner(EndpointLanes(width: 2, total: 12)) { [store = yard.store] job in
            _ = try await store.write { try $0.finish(job) }
            return job.lane == "well" ? .answered : .failed
        }
        while try await runner.workOnce(as: "a") {}
        #expect(yard.count("broken") == 5 && yard.count("well") == 1)
        yard.advance(.seconds(29))
        #expect(try await !runner.workOnce(as: "a"))
        yard.advance(.seconds(1))
        while try await runner.workOnce(as: "a") {}
        #expect(yard.count("broken") == 6)
    }

    @Test func `without circuits every attempt is made`() async throws {
        let yard = try Yard()
        try await yard.add(20, lane: "broken")
        let runner = yard.runner(EndpointLanes(hasCircuits: false)) { [store = yard.store] job in
            _ = try await store.write { try $0.finish(job) }
            return .failed
        }
        while try await runner.workOnce(as: "a") {}
        #expect(yard.count("broken") == 20)
    }

    @Test func `a lane is for a receiver's origin, whatever the path and spelling`() {
        let lane = EndpointLanes.web("https://Reports.example/a?b=c", of: "ukgc")
        #expect(lane == EndpointLanes.web("https://reports.example:443/z", of: "ukgc"))
        #expect(lane != EndpointLanes.web("https://reports.example:8443/a", of: "ukgc"))
        #expect(lane != EndpointLanes.web("https://reports.example/a", of: "mga"))
        #expect(EndpointLanes.web("no address", of: "ukgc") != EndpointLanes.mail(to: "ukgc"))
    }
}
