import Contracts
import Documents

extension ExpectFileStep: ReadableStep {
    static let options = ExpectedDelivery.options

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ExpectFileStep? {
        ExpectedDelivery.read(head, object, key, .file, from: &reader).map { ExpectFileStep(delivery: $0) }
    }
}
