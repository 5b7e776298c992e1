import Contracts
import Documents
import Results

/// A step that can be read from a scenario file.
protocol ReadableStep: ScenarioStep {
    /// Keys it may have besides its own.
    static var options: [String] { get }

    /// What is wrong goes into the reader's findings; nil when there is no step to be made of it.
    /// - Parameters:
    ///   - head: the member whose key is the step's own.
    ///   - object: all members of the step by key.
    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> Self?
}
