import Documents
import Scenarios
import Synchronization
import Transport

/// Stands before the way to the subject and notes when a request first named a mailbox of ours: that request is what later callbacks
/// to the mailbox answer, and from it their lateness counts.
final class CauseTracker: Exchanger {
    /// So many mailboxes are remembered.
    private static let capacity = 10_000

    private let base: any Exchanger
    private let inbox: any Inbox
    private let now: @Sendable () -> Timestamp
    private let causes = Mutex<[String: Timestamp]>([:])

    init(_ base: any Exchanger, inbox: any Inbox, now: @escaping @Sendable () -> Timestamp) {
        self.base = base
        self.inbox = inbox
        self.now = now
    }

    func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
        let sentAt = now()
        for mailbox in mailboxes(in: request) {
            causes.withLock { causes in
                if causes.count >= Self.capacity { causes.removeAll() }
                causes[mailbox] = sentAt
            }
        }
        return try await base.send(request, as: identity)
    }

    /// When the last request was sent that named the mailbox; nil when none did.
    func cause(of mailbox: String) -> Timestamp? { causes.withLock { $0[mailbox] } }

    /// Names that follow the inbox's address in target or content.
    private func mailboxes(in request: OutgoingRequest) -> Set<String> {
        // JSON may write a slash with a backslash before it (RFC 8259 §7).
        let text = String(decoding: request.body, as: UTF8.self).replacing("\\/", with: "/") + "\n" + request.url
        let prefix = "\(inbox.address)/"
        return Set(
            text.ranges(of: prefix).map { range in
                String(text[range.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
            })
    }
}
