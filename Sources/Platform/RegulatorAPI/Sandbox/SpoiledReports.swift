import AuditTrail
import Documents
import Foundation
import Reporting
import Sealing
import SourceData
import Store

/// Reports of a platform that writes wrong tables: made from the same source data, kept in a folder of their own that is removed when the
/// value goes, and emptied at the start of the next one should a killed process have left it.
final class SpoiledReports: Sendable {
    let service: ReportService
    private let switchboard: FaultSwitchboard
    private let store: PlatformStore
    private let directory: String

    init(
        _ switchboard: FaultSwitchboard, directory: String, source: SourceDatabase, modelsDirectory: String, wrappingKeys: WrappingKeys,
        now: @escaping @Sendable () -> Timestamp, sign: @escaping @Sendable ([UInt8]) throws -> String
    ) throws {
        self.switchboard = switchboard
        self.directory = directory
        if FileManager.default.fileExists(atPath: directory) { try FileManager.default.removeItem(atPath: directory) }
        store = try PlatformStore(.init(directory: directory))
        service = try ReportService(
            store: store, source: source, trail: AuditTrail(store: store, keys: try SubjectKeys.passing()),
            configuration: .init(
                vaultDirectory: directory + "/vault", modelsDirectory: modelsDirectory, wrappingKeys: wrappingKeys), now: now, sign: sign,
            alter: { table in
                for case .table(let spoil) in switchboard.effects { spoil(&table) }
            })
    }

    deinit {
        // Nobody waits for this: a folder that stays behind is emptied at the next start.
        try? store.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Whether a fault that spoils tables is on.
    var isActive: Bool {
        switchboard.effects.contains { effect in
            if case .table = effect { return true }
            return false
        }
    }

    /// The spoiled counterparts of true runs, one for each licence, template and period.
    func runs(like runs: [ReportRun]) async throws -> [ReportRun] {
        var made: [ReportRun] = []
        for run in runs {
            let counterpart = try await service.ensure(template: run.template, licence: run.licence, period: run.period)
            if !made.contains(counterpart) { made.append(counterpart) }
        }
        return made
    }

    /// The file of a spoiled run; nil when the run is a true one.
    func document(of run: ReportRun, _ format: ReportFormat) throws -> [UInt8]? {
        try? service.document(of: run, format)
    }
}
