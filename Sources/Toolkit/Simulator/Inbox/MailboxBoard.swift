import Contracts
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
        var medium = ExpectedRequest.Medium.http
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
        var manner: InboxManner
        /// References that were given, by `Idempotency-Key`.
        var acknowledged: [String: String] = [:]
        /// How often each mischief happened since the manner was set.
        var mischief: [Mischief: Int] = [:]
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

    func open(_ name: String, answers: [ScriptedAnswer]) { open(name, manner: InboxManner(answers: answers, endpoint: name)) }

    /// Sets the manner; what the mailbox holds stays, and scripts begin anew.
    func open(_ name: String, manner: InboxManner) {
        state.withLock { state in
            let held = state.mailboxes[name]
            state.mailboxes[name] = Mailbox(
                manner: manner, acknowledged: held?.acknowledged ?? [:], receptions: held?.receptions ?? [], byteCount: held?.byteCount ?? 0
            )
        }
    }

    func isOpen(_ name: String) -> Bool { state.withLock { $0.mailboxes[name] != nil } }

    /// The names of open mailboxes, sorted.
    var names: [String] { state.withLock { $0.mailboxes.keys.sorted() } }

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
        let number = mailbox.receptions.count + 1
        let mischief = mailbox.manner.mischief.drawn(at: mailbox.manner.endpoint, number: number, counts: mailbox.mischief)
        if let mischief { mailbox.mischief[mischief, default: 0] += 1 }
        // A delivery that was not taken uses up nothing of the script.
        let answer =
            mischief?.refusesDelivery == true
            ? mischief?.spoiling(.accepted) ?? .accepted
            : mischief?.spoiling(Self.answer(to: arrival, &mailbox)) ?? Self.answer(to: arrival, &mailbox)
        let reception = Reception(
            number: number, mailbox: name, method: arrival.method, targetURI: arrival.targetURI,
            fields: arrival.fields, body: arrival.body, receivedAt: arrival.receivedAt, peer: arrival.peer,
            remoteAddress: arrival.remoteAddress, answer: answer, medium: arrival.medium, mischief: mischief)
        mailbox.byteCount += arrival.body.count
        mailbox.receptions.append(reception)
        state.mailboxes[name] = mailbox
        return .kept(reception)
    }

    /// What the mailbox says; what it would acknowledge and is a challenge is answered as one.
    private static func answer(to arrival: Arrival, _ mailbox: inout Mailbox) -> ScriptedAnswer {
        let answer = acknowledgement(of: arrival, &mailbox)
        guard arrival.medium == .http, let challenge = AddressChallenge(body: arrival.body) else { return answer }
        return challenge.answer(inPlaceOf: answer)
    }

    /// The script's next answer, else what the personality says, else 202.
    private static func acknowledgement(of arrival: Arrival, _ mailbox: inout Mailbox) -> ScriptedAnswer {
        let answers = mailbox.manner.answers
        if !answers.isEmpty {
            defer { mailbox.given += 1 }
            return answers[min(mailbox.given, answers.count - 1)]
        }
        guard let personality = mailbox.manner.personality else { return .accepted }
        let (answer, reference) = personality.answer(
            to: arrival.fields, sequence: mailbox.receptions.count + 1, receivedAt: arrival.receivedAt, acknowledged: mailbox.acknowledged)
        if let reference, let name = HTTPField.Name("Idempotency-Key"), let key = arrival.fields[name] {
            mailbox.acknowledged[key] = reference
        }
        return answer
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
