import Documents
import Foundation
import GRDB
import Incidents
import Requests
import ServerKit
import SourceData
import Store

/// States in which the operator's tables hold what a detector has to notice.
///
/// The rows stand in tables of their own, which are gone when the detector has looked: reports, logs and dossiers of the sandbox stay as
/// they are, and nothing else has to agree with the rows.
extension SandboxStates {
    /// Writes what the state names and lets the detector for it look, as it would after feeds were taken.
    func detectable(_ state: String, _ params: inout ObjectReader) async throws -> Node {
        let id = try params.text("licence", limit: 64)
        let act = state == SandboxState.excludedAct ? try params.optionalText("act", limit: 10) : nil
        try params.finish()
        guard let licence = services.licences.first(where: { $0.id == id }) else { throw Problem.stateNotReached("no licence is \(id)") }
        guard let chosen = ExclusionBreach.Act(rawValue: act ?? ExclusionBreach.Act.play.rawValue) else {
            let known = ExclusionBreach.Act.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.stateNotReached("an act is one of \(known)")
        }
        let now = services.now()
        let sample = DetectionSample(licence: licence, now: now)
        let (detector, rows) = try parts(of: state, sample, licence, chosen)
        let receipts = try await look(detector, at: licence, sample.span, rows, now: now)
        return .object([
            ("licence", .string(id)), ("type", .string(detector.incidentCode)), ("since", .string(now.description)),
            ("incident", receipts.first?.incidentID.map { .string($0) } ?? .null),
        ])
    }

    private func parts(
        of state: String, _ sample: DetectionSample, _ licence: Licence, _ act: ExclusionBreach.Act
    ) throws -> (Detector, rows: String) {
        switch state {
        case SandboxState.returnThatIsOff: return (.returns, sample.returnThatIsOff)
        case SandboxState.unevenDraws: return (.draws, sample.unevenDraws)
        case SandboxState.excludedAct: return (.exclusions, sample.excluded(act))
        case SandboxState.paymentsUnderThreshold:
            guard let rule = services.detection.rules.structuring[licence.regulator] else {
                throw Problem.stateNotReached("no threshold is known for \(licence.regulator)")
            }
            return (.structuring, sample.payments(under: rule))
        default: return (.funds, try sample.uncoveredFunds)
        }
    }

    private func look(
        _ detector: Detector, at licence: Licence, _ span: Range<Timestamp>, _ rows: String, now: Timestamp
    ) async throws -> [EventReceipt] {
        // A name of their own also makes the find a new one.
        let name = UUIDv7.make(at: now)
        let path = FileManager.default.temporaryDirectory.path + "/assay-sample-\(name).sqlite"
        defer {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        let tables = try SourceDatabase.makeEmpty(at: path, licences: services.licences)
        defer { try? tables.close() }
        try await tables.write { try $0.execute(sql: rows) }
        let driver = try RealmServices.detection(
            services.configuration, store: services.store, source: tables, desk: services.desk, tables: name)
        return try await driver.look(detector, at: licence, span, now: now)
    }
}
