import Access
import AuditTrail
import Delivery
import Documents
import Foundation
import Reporting
import Requests
import ServerKit
import SourceData
import Store

/// The finished reports as the API shows them and callbacks deliver them.
///
/// In the sandbox, while a fault spoils tables, what is shown comes from a second report service with a store of its own: the realm's runs,
/// log and vault never see a spoiled table.
struct ReportShelf: Sendable {
    /// The realm's own reports.
    let service: ReportService
    private let mode: RealmMode
    private let spoiled: SpoiledReports?

    init(
        _ configuration: RealmConfiguration, store: PlatformStore, source: SourceDatabase, trail: AuditTrail, outbox: Outbox
    ) throws {
        let sign: @Sendable ([UInt8]) throws -> String = { try ManifestSignature.make(over: $0, key: configuration.signer(.document)) }
        service = try ReportService(
            store: store, source: source, trail: trail,
            configuration: .init(
                vaultDirectory: configuration.directory + "/vault", modelsDirectory: configuration.modelsDirectory,
                wrappingKeys: configuration.wrappingKeys),
            now: configuration.now, sign: sign,
            outlet: ReportOutlet(
                promise: { [now = configuration.now] run, files, triggeredAt, transaction in
                    try outbox.promise(run, files: files, triggeredAt: triggeredAt, now: now(), in: transaction)
                }, isDurable: outbox.isDurable))
        mode = configuration.mode
        spoiled =
            switch configuration.mode {
            case .production: nil
            case .sandbox(let switchboard):
                try SpoiledReports(
                    switchboard, directory: configuration.directory + "/spoiled", source: source,
                    modelsDirectory: configuration.modelsDirectory, wrappingKeys: configuration.wrappingKeys, now: configuration.now,
                    sign: sign)
            }
    }

    /// The runs of a period, by licence, template and revision; those that are due and not made yet are made now.
    func runs(of period: Period, licences: [String], template: String?) async throws -> [ReportRun] {
        try await service.makeDue(period, licences: licences, template: template)
        let runs = try await service.runs(of: period, licences: licences, template: template)
        guard let spoiled, spoiled.isActive else { return runs }
        return try await spoiled.runs(like: runs)
    }

    /// The bytes of a run's file.
    func document(of run: ReportRun, _ format: ReportFormat) throws -> [UInt8] {
        if let spoiled, spoiled.isActive, let document = try spoiled.document(of: run, format) { return document }
        return try service.document(of: run, format)
    }

    /// What an order means for a regulator: one template, period, licence and format.
    struct Choice: Sendable {
        let template: ReportTemplate
        let period: Period
        let licence: Licence
        let format: ReportFormat
    }

    /// Throws 400 with a pointer into the request's body when the order cannot be filled for that regulator.
    func choice(_ order: FileOrder, for regulator: String, among licences: [Licence]) throws(Problem) -> Choice {
        let parameters = JSONPointer(["parameters"])
        guard let period = try? Period(parsing: order.period) else {
            throw .invalidMember(parameters.appending("period"), "expected a period such as 2026-10-15, 2026-W42 or 2026-10")
        }
        guard let template = try? service.templates.named(order.template), template.cadences.contains(period.kind) else {
            throw .invalidMember(parameters.appending("template"), "no report of that name is made for such a period")
        }
        guard let format = ReportFormat(rawValue: order.format), template.formats.contains(format) else {
            throw .invalidMember(JSONPointer(["format"]), "the report is not written in that format")
        }
        let own = licences.filter { $0.regulator == regulator && template.regulators.contains(regulator) }
        let fitting = order.licence.map { id in own.filter { $0.id == id } } ?? own
        guard let licence = fitting.first, fitting.count == 1 else {
            throw .invalidMember(parameters.appending("licence"), "expected one of the caller's licences")
        }
        return Choice(template: template, period: period, licence: licence, format: format)
    }

    /// The file that a request asked for, made when there is none yet.
    func prepared(
        _ order: FileOrder, for client: RequestingClient, among licences: [Licence], requestID: String
    ) async throws -> PreparedFile {
        let choice: Choice
        do {
            choice = try self.choice(order, for: client.regulator, among: licences)
        } catch {
            throw FileRefusal(error.detail)
        }
        let active = spoiled.flatMap { $0.isActive ? $0.service : nil } ?? service
        let cause = ReportCause(
            actor: AuditActor(subject: client.id, clientID: client.id), reason: "requested by \(client.regulator)", requestID: requestID)
        let run: ReportRun
        do {
            run = try await active.ensure(
                template: choice.template.id, licence: choice.licence.id, period: choice.period, cause: cause)
        } catch let error as ReportingError where error.isFinal {
            throw FileRefusal(error.code.rawValue)
        }
        let document = try active.document(of: run, choice.format)
        return PreparedFile(
            name: run.fileName(choice.format), format: choice.format.rawValue, mediaType: choice.format.mediaType, bytes: document,
            manifest: try JSONReader.read(run.manifest), manifestJWS: run.manifestJWS ?? "")
    }
}

extension ReportingError {
    /// Whether trying again cannot help.
    fileprivate var isFinal: Bool {
        switch code {
        case .unknownPeriod, .unknownTemplate, .unknownLicence, .cadenceNotOffered, .regulatorNotServed, .formatNotOffered,
            .periodNotComplete:
            true
        case .invalidModel, .invalidTemplate, .unexpectedRows, .fileDamaged, .vaultUnavailable, .conflict: false
        }
    }
}

extension ReportRun {
    /// The name of a file for people.
    func fileName(_ format: ReportFormat) -> String {
        "\(name.lowercased())_\(licence)_\(period)_r\(revision).\(format.rawValue)"
    }
}
