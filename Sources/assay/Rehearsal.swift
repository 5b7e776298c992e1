import Documents
import Foundation
import Results
import Scenarios

/// Scenarios of a run that are recorded as a session and, when the run is over, played again: the recording must be good for it, and the
/// subject must answer as it did.
struct Rehearsal {
    /// The ids of the scenarios.
    let scenarios: [String]
    /// Where the recording is written, as HAR.
    let path: String

    /// The record with the cases of the replay after its own. A run that was cut short is not played again; a session of which nothing
    /// was recorded is a case that did not run.
    func replayed(
        after record: RunRecord, by runner: Runner, baseURL: String, progress: @escaping @Sendable (RunProgress) -> Void
    ) async -> RunRecord {
        guard !record.isInterrupted, record.preflightFailures.isEmpty, !Task.isCancelled else { return record }
        var played = record
        func omit(_ reason: String) -> RunRecord {
            played.cases.append(
                CaseRecord(id: "replay", kind: .scenario, title: "A recorded session played again", effects: .synthetic, notRun: reason))
            return played
        }
        // One scenario after the other, however they ran beside each other.
        let exchanges = scenarios.flatMap { id in record.exchanges.filter { $0.caseID == id } }
        guard scenarios.allSatisfy({ id in exchanges.contains { $0.caseID == id } }) else {
            return omit("nothing was recorded of \(scenarios.joined(separator: ", "))")
        }
        let har = HARWriter().document(of: exchanges, creator: ("assay", ToolVersion.text), baseURL: baseURL)
        do { try Data(har.prettyBytes()).write(to: URL(filePath: path)) } catch {
            return omit("the recording could not be written: \(error.localizedDescription)")
        }
        let (recording, findings) = Recording.load(path)
        guard let recording else {
            played.harnessFaults += findings
            return played
        }
        return record.followed(by: await runner.replay(recording, speed: .fast, progress: progress))
    }
}
