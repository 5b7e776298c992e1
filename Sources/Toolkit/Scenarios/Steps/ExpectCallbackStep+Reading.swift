import Contracts
import Documents

extension ExpectCallbackStep: ReadableStep {
    static let options = ExpectedDelivery.options

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ExpectCallbackStep? {
        ExpectedDelivery.read(head, object, key, .http, from: &reader).map { ExpectCallbackStep(delivery: $0) }
    }
}
