import Documents
import HTTPTypes
import Scenarios
import Synchronization

/// The mailboxes of one inbox, what came to each, and who waits for what. Has no socket.
final class MailboxBoard: Sendable {
    /// A request as it arrived.
    struct Arrival: Sendable {
        var method: String
        var targetURI: String
        var fields: HTTPFields
        var body: [UInt8]
        var receivedAt: Timestamp
        var peer: Reception.Peer?
        var remoteAddress: String
    }

    /// What became of an arrival.
    enum Outcome: Sendable, Equatable {
        case kept(Reception)
        /// No such mailbox is open.
        case unknown
        /// The mailbox holds as much as it may.
        case full
    }

    /// A mailbox holds so many receptions, and bodies of so many bytes together.
    static let maximumReceptions = 1000
    static let maximumBytes = 256 << 20

    private struct Mailbox {
        /// Never empty.
        var answers: [ScriptedAnswer]
        /// How many answers of the script were given.
        var given = 0
        var receptions: [Reception] = []
        var byteCount = 0
    }

    private struct Waiter {
        let mailbox: String
        let count: Int
        let matches: @Sendable (Reception) -> Bool
        var continuation: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var mailboxes: [String: Mailbox] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    func open(_ name: String, answers: [ScriptedAnswer]) {
        let answers = answers.isEmpty ? [.accepted] : answers
        state.withLock { state in
            let held = state.mailboxes[name]
            state.mailboxes[name] = Mailbox(answers: answers, receptions: held?.receptions ?? [], byteCount: held?.byteCount ?? 0)
        }
    }

    func close(_ name: String) {
        let waiters = state.withLock { state in
            state.mailboxes[name] = nil
            return state.waiters.filter { $0.value.mailbox == name }.map(\.key)
        }
        for waiter in waiters { release(waiter) }
    }

    func receptions(in name: String) -> [Reception] { state.withLock { $0.mailboxes[name]?.receptions ?? [] } }

    /// Keeps the arrival, chooses its answer from the script and wakes whoever waited for it.
    func receive(_ arrival: Arrival, in name: String) -> Outcome {
        let (outcome, waiters) = state.withLock { state in
            (Self.keep(arrival, in: name, &state), state.waiters.filter { $0.value.mailbox == name })
        }
        for waiter in waiters.keys { settle(waiter) }
        return outcome
    }

    private static func keep(_ arrival: Arrival, in name: String, _ state: inout State) -> Outcome {
        guard var mailbox = state.mailboxes[name] else { return .unknown }
        guard mailbox.receptions.count < maximumReceptions, mailbox.byteCount + arrival.body.count <= maximumBytes else { return .full }
        let reception = Reception(
            number: mailbox.receptions.count + 1, mailbox: name, method: arrival.method, targetURI: arrival.targetURI,
            fields: arrival.fields, body: arrival.body, receivedAt: arrival.receivedAt, peer: arrival.peer,
            remoteAddress: arrival.remoteAddress, answer: mailbox.answers[min(mailbox.given, mailbox.answers.count - 1)])
        mailbox.given += 1
        mailbox.byteCount += arrival.body.count
        mailbox.receptions.append(reception)
        state.mailboxes[name] = mailbox
        return .kept(reception)
    }

    /// Waits for `count` matching receptions or until `sleep` returns, whichever is first.
    func expect(
        _ count: Int, in name: String, sleep: @escaping @Sendable () async throws -> Void,
        where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception] {
        try Task.checkCancellation()
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            state.waiters[state.nextWaiter] = Waiter(mailbox: name, count: count, matches: matches)
            return state.nextWaiter
        }
        settle(waiter)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(waiter) }
            group.addTask {
                // A sleep that is cancelled ends the wait as one that is over does.
                do { try await sleep() } catch { return self.release(waiter) }
                self.release(waiter)
            }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
        return receptions(in: name).filter(matches)
    }

    /// Returns when the waiter is released, at once if it was before.
    private func wait(_ waiter: Int) async {
        await withCheckedContinuation { continuation in
            let isReleased = state.withLock { state in
                guard state.waiters[waiter] != nil else { return true }
                state.waiters[waiter]?.continuation = continuation
                return false
            }
            if isReleased { continuation.resume() }
        }
    }

    /// Releases the waiter if enough has come. Predicates are another's code and run outside the lock.
    private func settle(_ waiter: Int) {
        let found = state.withLock { state in state.waiters[waiter].map { ($0, state.mailboxes[$0.mailbox]?.receptions ?? []) } }
        guard let (waiting, receptions) = found, receptions.count(where: waiting.matches) >= waiting.count else { return }
        release(waiter)
    }

    private func release(_ waiter: Int) {
        state.withLock { $0.waiters.removeValue(forKey: waiter) }?.continuation?.resume()
    }
}
