import Testing

@testable import Delivery

/// Every wait here has an hour's limit: one that only its limit ends fails the test. Five minutes, since all tests share the machine.
@Suite(.timeLimit(.minutes(5))) struct SignalTests {
    private let limit = Duration.seconds(3600)

    /// How long a wait took.
    private func time(_ signal: Signal) async -> Duration {
        await ContinuousClock().measure { await signal.wait(upTo: limit) }
    }

    private func untilWaiting(_ count: Int, _ signal: Signal) async {
        while signal.waiters < count, !Task.isCancelled { await Task.yield() }
    }

    @Test func `a signal before the wait ends it at once, and only that one`() async {
        let signal = Signal()
        signal.give()
        #expect(await time(signal) < limit)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(upTo: limit) }
            await untilWaiting(1, signal)
            #expect(signal.waiters == 1, "the signal that was used up ended a second wait")
            group.cancelAll()
        }
    }

    @Test func `one signal wakes everybody who waits`() async {
        let signal = Signal()
        let woken = await withTaskGroup(of: Duration.self) { group in
            for _ in 0..<4 { group.addTask { await time(signal) } }
            await untilWaiting(4, signal)
            signal.give()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(woken.count == 4 && woken.allSatisfy { $0 < limit } && !Task.isCancelled)
        #expect(signal.waiters == 0)
    }

    @Test func `the limit and cancellation end a wait and leave nobody enlisted`() async {
        let signal = Signal()
        await signal.wait(upTo: .milliseconds(1))
        #expect(signal.waiters == 0)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(upTo: limit) }
            await untilWaiting(1, signal)
            group.cancelAll()
        }
        #expect(signal.waiters == 0)
    }
}
