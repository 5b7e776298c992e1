import Documents
import HTTPTypes
import Synchronization

@testable import Scenarios

/// An inbox in memory: what is put in is there at once, so waiting never takes time.
final class MemoryInbox: Inbox {
    let address = "https://inbox.test/callbacks"
    private let boxes = Mutex<[String: (answers: [ScriptedAnswer], held: [Reception])]>([:])
    private let closedNames = Mutex<[String]>([])

    func open(_ mailbox: String, answers: [ScriptedAnswer]) async {
        boxes.withLock { $0[mailbox] = (answers, $0[mailbox]?.held ?? []) }
    }

    func receptions(in mailbox: String) async -> [Reception] { boxes.withLock { $0[mailbox]?.held ?? [] } }

    func expect(
        _ count: Int, in mailbox: String, within: Duration, where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception] {
        try Task.checkCancellation()
        return await receptions(in: mailbox).filter(matches)
    }

    /// What a subject does that sends a mail or leaves a file.
    func deliver(_ reception: Reception) {
        boxes.withLock { $0[reception.mailbox]?.held.append(reception) }
    }

    /// The mailboxes that are open.
    var openNames: [String] { boxes.withLock { $0.keys.sorted() } }

    func close(_ mailbox: String) async {
        boxes.withLock { $0[mailbox] = nil }
        closedNames.withLock { $0.append(mailbox) }
    }

    var closed: [String] { closedNames.withLock { $0 } }

    /// What a subject does that calls back: delivers to the address it was given.
    func deliver(to address: String, fields: HTTPFields = [:], body: Node, at moment: Timestamp = ManualClock.epoch) {
        let mailbox = String(address.dropFirst(self.address.count + 1))
        boxes.withLock { boxes in
            guard var box = boxes[mailbox] else { return }
            let answer = box.answers[min(box.held.count, box.answers.count - 1)]
            var fields = fields
            fields[.contentType] = "application/json"
            box.held.append(
                Reception(
                    number: box.held.count + 1, mailbox: mailbox, method: "POST", targetURI: address, fields: fields,
                    body: body.compactBytes(), receivedAt: moment, peer: nil, remoteAddress: "127.0.0.1", answer: answer))
            boxes[mailbox] = box
        }
    }
}
