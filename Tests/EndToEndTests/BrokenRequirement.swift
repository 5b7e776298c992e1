import Foundation
import TestSupport

/// A line of `broken-requirements.txt`: a requirement, and a fault by which content must find it broken.
struct BrokenRequirement {
    let requirement: String
    let fault: String
    /// The subcommand of `assay` and its arguments.
    let content: [String]

    /// Whether the content moves the platform's clock, which stays ahead.
    var movesTime: Bool { FaultCatches(fault: fault, content: content).movesTime }

    /// The lines, each fault's together with the content that shows it.
    static func all() throws -> [BrokenRequirement] {
        let path = PeerData.repository.appending(path: "Tests/EndToEndTests/broken-requirements.txt")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.count > 2 ? BrokenRequirement(requirement: words[0], fault: words[1], content: Array(words.dropFirst(2))) : nil
        }
    }

    /// Those of the faults that `ASSAY_FAULTS` names; all without it.
    static func chosen(of all: [BrokenRequirement]) -> [BrokenRequirement] {
        let faults = Set(FaultCatches.chosen(of: all.map { FaultCatches(fault: $0.fault, content: $0.content) }).map(\.fault))
        return all.filter { faults.contains($0.fault) }
    }

    /// Whether some finding of a run's output says that the requirement is broken.
    func isNamed(in output: String) -> Bool {
        output.split(separator: "\n").contains { $0.hasPrefix("error ") && $0.contains(requirement) }
    }
}
