package import AuditTrail
package import Documents
package import Sealing
package import SourceData
package import Store

/// Makes reports from the operator's tables, keeps them, and shows them.
///
/// A report is made once for the same licence, template, period and content. When the source data have changed since, the next
/// `ensure` makes a new run that names the one it replaces; nothing is changed or deleted.
package final class ReportService: Sendable {
    /// Where things lie.
    package struct Configuration: Sendable {
        /// Where finished files lie.
        package var vaultDirectory: String
        /// The folder of the SQL models, `Pipelines/dbt/models` in the source tree.
        package var modelsDirectory: String
        /// The folder of the templates, `Pipelines/templates` in the source tree.
        package var templatesDirectory: String
        /// What wraps the keys of the vault's files; the keys lie beside the vault, in `vaultDirectory` with `-keys.sqlite`.
        package var wrappingKeys: WrappingKeys

        /// All are paths of directories; only the vault's need not exist. The templates lie beside the dbt project unless told
        /// otherwise.
        package init(
            vaultDirectory: String, modelsDirectory: String, templatesDirectory: String? = nil, wrappingKeys: WrappingKeys
        ) {
            self.wrappingKeys = wrappingKeys
            self.vaultDirectory = vaultDirectory
            self.modelsDirectory = modelsDirectory
            self.templatesDirectory = templatesDirectory ?? modelsDirectory + "/../../templates"
        }
    }

    let store: PlatformStore
    let source: SourceDatabase
    let trail: AuditTrail
    let vault: ReportVault
    let runner: ModelRunner
    /// Every report that can be made.
    package let templates: TemplateCatalogue
    let now: @Sendable () -> Timestamp
    let sign: (@Sendable ([UInt8]) throws -> String)?
    let alter: (@Sendable (inout ReportTable) -> Void)?
    let outlet: ReportOutlet?

    /// - Parameters:
    ///   - now: the clock of `generated_at` in runs and audit entries, and of what counts as over.
    ///   - sign: makes the detached JWS over a manifest; without it runs stay drafts.
    ///   - alter: spoils a table before it is written. A sandbox's means of playing a broken platform; nil in production.
    ///   - outlet: sends new runs on their way; without one they stay where they are.
    /// - Throws: `ReportingError` `invalid-model` or `invalid-template`, `SealingError` when the key store cannot be opened,
    ///   or its keys cannot be wrapped anew.
    package init(
        store: PlatformStore, source: SourceDatabase, trail: AuditTrail, configuration: Configuration,
        now: @escaping @Sendable () -> Timestamp, sign: (@Sendable ([UInt8]) throws -> String)? = nil,
        alter: (@Sendable (inout ReportTable) -> Void)? = nil, outlet: ReportOutlet? = nil
    ) throws {
        self.store = store
        self.source = source
        self.trail = trail
        self.now = now
        self.sign = sign
        self.alter = alter
        self.outlet = outlet
        let fileKeys = try FileKeyStore(path: configuration.vaultDirectory + "-keys.sqlite", wrapping: configuration.wrappingKeys)
        // So that the older key can be put away once the platform has started.
        if configuration.wrappingKeys.areChanging { _ = try fileKeys.rewrap() }
        vault = ReportVault(directory: configuration.vaultDirectory, sealing: SealedFile(keys: fileKeys))
        runner = try ModelRunner(modelsDirectory: configuration.modelsDirectory)
        templates = try TemplateCatalogue(directory: configuration.templatesDirectory)
    }

    /// The run of a template, licence and period that fits the data as they are now: the latest one, or a new one.
    /// - Parameters:
    ///   - template: id or name.
    ///   - cause: who or what asked for it, for the audit entry of a new run.
    /// - Throws: `ReportingError` (`unknown-template`, `unknown-licence`, `cadence-not-offered`, `regulator-not-served`,
    ///   `period-not-complete`, …), `StoreError` or `DatabaseError`; then nothing was recorded.
    package func ensure(
        template: String, licence: String, period: Period, cause: ReportCause = .schedule
    ) async throws -> ReportRun {
        let template = try templates.named(template)
        guard let licence = try await source.licences().first(where: { $0.id == licence }) else {
            throw ReportingError.noLicence(licence)
        }
        var cache = DayCache()
        return try await ensure(template, licence, period, cause: cause, cache: &cache)
    }

    /// The runs of a period, by licence, template and revision: corrected ones too.
    /// - Parameter template: id or name; all templates when nil.
    package func runs(of period: Period, licences: [String], template: String? = nil) async throws -> [ReportRun] {
        let id = try template.map { try templates.named($0).id }
        return try await store.read { snapshot in
            try snapshot.reportRuns(period: period.description, licences: licences, template: id).map { row in
                try ReportRun(row, files: snapshot.reportFiles(of: row.runID))
            }
        }
    }

    /// The run with an id; nil when there is none.
    package func run(_ runID: String) async throws -> ReportRun? {
        try await store.read { snapshot in
            try snapshot.reportRun(runID).map { try ReportRun($0, files: snapshot.reportFiles(of: runID)) }
        }
    }

    /// The bytes of a run's file, checked against their hash.
    /// - Throws: `ReportingError` `format-not-offered` or `file-damaged`.
    package func document(of run: ReportRun, _ format: ReportFormat) throws(ReportingError) -> [UInt8] {
        guard let file = run.file(format) else { throw .format(format, of: run.runID) }
        return try vault.read(file.sha256)
    }
}
