import Contracts
import Documents

extension ExpectMailStep: ReadableStep {
    static let options = ExpectedDelivery.options

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ExpectMailStep? {
        ExpectedDelivery.read(head, object, key, .mail, from: &reader).map { ExpectMailStep(delivery: $0) }
    }
}
