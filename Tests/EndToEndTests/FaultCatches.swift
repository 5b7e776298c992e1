import Foundation
import TestSupport

/// A line of `faults.txt`: a fault and the content that must turn red by it.
struct FaultCatches {
    let fault: String
    /// The subcommand of `assay` and its arguments.
    let content: [String]

    /// Whether the content moves the platform's clock, which stays ahead: such a fault gets a platform of its own.
    var movesTime: Bool { content.contains { $0.hasPrefix("Scenarios/time/") } }

    /// Every line, in the file's order.
    static func all() throws -> [FaultCatches] {
        let text = try String(contentsOf: PeerData.repository.appending(path: "Tests/EndToEndTests/faults.txt"), encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.first.map { FaultCatches(fault: $0, content: Array(words.dropFirst())) }
        }
    }

    /// The faults that `ASSAY_FAULTS` names, by commas, while one is being written; all without it.
    static func chosen(of all: [FaultCatches]) -> [FaultCatches] {
        guard let names = ProcessInfo.processInfo.environment["ASSAY_FAULTS"], !names.isEmpty else { return all }
        let wanted = Set(names.split(separator: ",").map(String.init))
        return all.filter { wanted.contains($0.fault) }
    }
}
