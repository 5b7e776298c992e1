import Foundation

/// What a parser made of one damaged input.
public enum MutationOutcome: Equatable {
    /// It was read, and what holds of everything that is read held.
    case accepted
    /// It was refused, and the refusal was as it should be.
    case refused
    /// Something that must hold did not; the text says what.
    case broken(String)
}

/// Gives a parser many damaged inputs and counts what it made of them.
///
/// A trap ends the process before anything can be said: with `ASSAY_MUTATION` naming a file, each input is written there before it is
/// given, so that the file holds the one that did it.
public struct Mutations {
    private var mutator: Mutator
    private let count: Int

    /// `count` inputs made from `documents` and `tokens`, always the same for one seed.
    public init(seed: UInt64, count: Int = 20_000, of documents: [String], tokens: [String] = []) {
        self.init(seed: seed, count: count, ofBytes: documents.map { Array($0.utf8) }, tokens: tokens)
    }

    /// The same for documents that are not text.
    public init(seed: UInt64, count: Int = 20_000, ofBytes documents: [[UInt8]], tokens: [String] = []) {
        mutator = Mutator(seed: seed, documents: documents, tokens: tokens)
        self.count = count
    }

    /// How many inputs came to what.
    public struct Tally {
        /// Inputs that were read.
        public fileprivate(set) var accepted = 0
        /// Inputs that were refused.
        public fileprivate(set) var refused = 0
        /// What did not hold, each with its input; the first five.
        public fileprivate(set) var broken: [String] = []

        /// Nothing broke, and neither all nor none of the inputs were read: otherwise the documents or the tokens are no good.
        public var isSound: Bool { broken.isEmpty && accepted >= 100 && refused >= 100 }
    }

    /// Judges every input.
    public func tally(_ judge: ([UInt8]) throws -> MutationOutcome) -> Tally {
        var mutator = mutator
        var tally = Tally()
        for number in 1...count {
            let input = mutator.damaged()
            Mutations.keep(input)
            let outcome: MutationOutcome
            do { outcome = try judge(input) } catch { outcome = .broken("an error of another kind was thrown: \(error)") }
            switch outcome {
            case .accepted: tally.accepted += 1
            case .refused: tally.refused += 1
            case .broken(let reason):
                if tally.broken.count < 5 {
                    tally.broken.append("input \(number), \(String(decoding: input, as: UTF8.self).debugDescription): \(reason)")
                }
            }
        }
        return tally
    }

    private static let file = ProcessInfo.processInfo.environment["ASSAY_MUTATION"]

    private static func keep(_ input: [UInt8]) {
        guard let file else { return }
        _ = FileManager.default.createFile(atPath: file, contents: Data(input))
    }
}
