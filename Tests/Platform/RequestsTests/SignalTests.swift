import Testing

@testable import Requests

@Suite struct SignalTests {
    @Test func `a signal before the wait ends it at once`() async {
        let signal = Signal()
        signal.give()
        await signal.wait(upTo: .seconds(60))
    }

    @Test func `a signal wakes everybody who waits`() async {
        let signal = Signal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { await signal.wait(upTo: .seconds(60)) } }
            group.addTask {
                for _ in 0..<8 {
                    signal.give()
                    await Task.yield()
                }
            }
            for _ in 0..<2 { await group.next() }
            signal.give()
            group.cancelAll()
        }
    }

    @Test func `the limit and cancellation end a wait`() async {
        let signal = Signal()
        await signal.wait(upTo: .milliseconds(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(upTo: .seconds(60)) }
            group.cancelAll()
        }
    }
}
