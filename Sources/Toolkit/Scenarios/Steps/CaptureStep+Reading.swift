import Contracts
import Documents

extension CaptureStep: ReadableStep {
    static let options: [String] = []

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> CaptureStep? {
        let captures = reader.captures(head)
        return captures.isEmpty ? nil : CaptureStep(captures: captures, source: reader.source.location(ofPair: head))
    }
}
