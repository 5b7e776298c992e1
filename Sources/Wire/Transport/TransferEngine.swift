import CCurl
import Foundation
import Synchronization

/// Runs all transfers of one client on one thread of its own, which starts with the first request and ends with `close`.
final class TransferEngine: Sendable {
    private struct Mailbox: Sendable {
        var submissions: [Submission] = []
        var isStarted = false
        var isClosed = false
        var trust: Trust
        var identity: ClientIdentity?
    }

    private let multi: CurlMulti
    private let mailbox: Mutex<Mailbox>

    /// Nil when libcurl cannot start.
    init?(trust: Trust, identity: ClientIdentity?) {
        guard let multi = CurlMulti() else { return nil }
        self.multi = multi
        mailbox = Mutex(Mailbox(trust: trust, identity: identity))
    }

    /// What transfers that start from now on believe and show; from any thread.
    func present(_ identity: ClientIdentity?, trusting trust: Trust) {
        mailbox.withLock { mailbox in
            mailbox.trust = trust
            mailbox.identity = identity
        }
    }

    /// Takes a request from any thread; its continuation is resumed exactly once, also when the engine is closed.
    func submit(_ submission: Submission) {
        enum Step { case start, wake, refuse }
        let step = mailbox.withLock { mailbox -> Step in
            if mailbox.isClosed { return .refuse }
            mailbox.submissions.append(submission)
            defer { mailbox.isStarted = true }
            return mailbox.isStarted ? .wake : .start
        }
        switch step {
        case .start: Thread.detachNewThread { self.run() }
        case .wake: wakeUp()
        case .refuse: submission.continuation.resume(returning: .failure(.clientClosed))
        }
    }

    /// Looks for cancelled tickets and new requests at once, from any thread.
    func wakeUp() { multi.wakeUp() }

    /// Cancels what runs and ends the thread; may be called more than once.
    func close() {
        mailbox.withLock { $0.isClosed = true }
        wakeUp()
    }

    private func run() {
        var transfers: [UInt: Transfer] = [:]
        while true {
            let (newcomers, isClosed) = mailbox.withLock { mailbox in
                defer { mailbox.submissions = [] }
                return (mailbox.submissions, mailbox.isClosed)
            }
            for submission in newcomers { start(submission, &transfers) }
            for (key, transfer) in transfers where isClosed || transfer.isCancelled {
                multi.remove(transfer.easy)
                transfers[key] = nil
                transfer.fail(isClosed ? .clientClosed : .taskCancelled)
            }
            if isClosed { return }
            multi.perform()
            while let (key, code) = multi.nextFinished() {
                guard let transfer = transfers.removeValue(forKey: key) else { continue }
                multi.remove(transfer.easy)
                transfer.finish(code)
            }
            multi.wait()
        }
    }

    private func start(_ submission: Submission, _ transfers: inout [UInt: Transfer]) {
        do throws(TransportError) {
            let (trust, identity) = mailbox.withLock { ($0.trust, $0.identity) }
            let transfer = try Transfer(submission, trust: trust, identity: identity)
            guard multi.add(transfer.easy) else { return transfer.fail(.noLibrary) }
            transfers[transfer.easy.key] = transfer
        } catch {
            submission.continuation.resume(returning: .failure(error))
        }
    }
}
