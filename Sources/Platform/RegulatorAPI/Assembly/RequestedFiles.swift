import Access
import AuditTrail
import Crypto
import Documents
import Foundation
import MessageSignatures
import Reporting
import Requests
import ServerKit
import SourceData
import Store

/// Makes the files of requests, whatever they ask for: reports from the shelf, and logs, dossiers and histories at once.
///
/// Every file is on record, with who gets it and how many rows, before it is handed over.
struct RequestedFiles: Sendable {
    /// More than this is not carried in a callback: ask for shorter spans, or for pages.
    static let maximumBytes = 16 << 20

    let configuration: RealmConfiguration
    let shelf: ReportShelf
    let store: PlatformStore
    let source: SourceDatabase
    let trail: AuditTrail
    let licences: [Licence]
    let operatorID: String
    /// Whether an incident exists for a client.
    let seesIncident: @Sendable (_ id: String, _ client: RequestingClient) async throws -> Bool

    /// Throws 400 with a pointer into the request's body when an order cannot be filled for that client, 403 when it must not be.
    func check(_ order: RequestOrder, for client: RequestingClient) async throws {
        switch order {
        case .report(let order): _ = try shelf.choice(order, for: client.regulator, among: licences)
        case .logs(let order): _ = try log(order, for: client)
        case .player(let order):
            _ = try part(order, for: client)
            guard try await source.dossierSubject(order.player, among: own(client)) != nil else {
                throw Problem.invalidMember(JSONPointer(["parameters", "player"]), "no player of the caller's licences has this id")
            }
        case .audit(let order):
            guard RealmServices.isEntityID(order.id) else {
                throw Problem.invalidMember(JSONPointer(["parameters", "id"]), "an id has 1 to 64 letters, digits, - and _")
            }
            guard try await mayRead(order, client) else {
                throw Problem.invalidMember(JSONPointer(["parameters", "id"]), "the caller has no object with this id")
            }
        }
    }

    /// The file of an order that was accepted; throws `FileRefusal` when it never can be made.
    func prepared(_ order: RequestOrder, for client: RequestingClient, requestID: String) async throws -> PreparedFile {
        do {
            switch order {
            case .report(let order): return try await shelf.prepared(order, for: client, among: licences, requestID: requestID)
            case .logs(let order): return try await logFile(order, client, requestID)
            case .player(let order): return try await dossierFile(order, client, requestID)
            case .audit(let order): return try await historyFile(order, client, requestID)
            }
        } catch let problem as Problem {
            throw FileRefusal(problem.code)
        }
    }

    private func own(_ client: RequestingClient) -> [String] {
        licences.filter { $0.regulator == client.regulator }.map(\.id)
    }

    // MARK: Logs

    private func log(_ order: LogOrder, for client: RequestingClient) throws(Problem) -> (RecordLog, RecordSelection) {
        let parameters = JSONPointer(["parameters"])
        guard let log = RecordLog.named(order.type) else {
            throw .invalidMember(
                parameters.appending("type"), "expected one of \(RecordLog.all.map(\.name).joined(separator: ", "))")
        }
        let sees = order.seesSuspicions && client.mayReadSuspicions
        guard log.name != RecordLog.suspicion.name || sees else { throw .suspicionsNotForCaller }
        let allowed = LogQuery.filters(of: log)
        for name in order.filter.keys.sorted() where !allowed.contains(name) {
            throw .invalidMember(parameters.appending(name), "the log \(log.name) has no such filter")
        }
        let filter = LogFilter(
            from: order.filter["from"], to: order.filter["to"], licence: order.filter["licence"], player: order.filter["player"],
            game: order.filter["game"])
        do {
            let own = licences.filter { $0.regulator == client.regulator }
            return (log, try filter.selection(among: own, restricted: sees ? .shown : .withheld))
        } catch {
            throw .invalidMember(parameters, error.detail)
        }
    }

    private func logFile(_ order: LogOrder, _ client: RequestingClient, _ requestID: String) async throws -> PreparedFile {
        let (log, selection) = try log(order, for: client)
        let format = LogFormat(rawValue: order.format) ?? .ndjson
        let reader = RecordReader(log, selection, in: source)
        let collected = CollectedBytes(limit: Self.maximumBytes)
        let filter = Node.object(order.filter.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
        let head = Node.object([("type", .string(log.name)), ("filter", filter)]).compactBytes()
        // A document in place of lines is written by hand, so that its rows need not be in memory twice.
        try collected.append(format == .json ? Array(head.dropLast()) + Array(",\"rows\":[".utf8) : format.head(reader.columns), rows: 0)
        try await reader.all { record in
            let separator: [UInt8] = format == .json && collected.rows > 0 ? [UInt8(ascii: ",")] : []
            let line = format == .json ? record.node.compactBytes() : format.line(record, under: reader.columns)
            try collected.append(separator + line, rows: 1)
        }
        if format == .json { try collected.append(Array("],\"next\":null}".utf8), rows: 0) }
        return try await file(
            Contents(
                kind: "logs", entity: "log", id: log.name, name: "log-\(log.name)", format: format.rawValue, mediaType: format.mediaType,
                bytes: collected.bytes, rows: collected.rows, parameters: order.filter.isEmpty ? .object([]) : filter,
                licences: selection.spans.map(\.licence), secrecy: RealmServices.secrecy(ofLog: log.name)), client, requestID)
    }

    // MARK: Dossiers

    private func part(_ order: PlayerOrder, for client: RequestingClient) throws(Problem) -> RecordLog? {
        guard let name = order.part else { return nil }
        let names = Dossier.partNames(restricted(order, client))
        guard names.contains(name), let part = RecordLog.part(name) else {
            throw .invalidMember(JSONPointer(["parameters", "part"]), "expected one of \(names.joined(separator: ", "))")
        }
        return part
    }

    private func restricted(_ order: PlayerOrder, _ client: RequestingClient) -> RestrictedColumns {
        order.seesSuspicions && client.mayReadSuspicions ? .shown : .withheld
    }

    private func dossierFile(_ order: PlayerOrder, _ client: RequestingClient, _ requestID: String) async throws -> PreparedFile {
        let part = try part(order, for: client)
        guard let subject = try await source.dossierSubject(order.player, among: own(client)) else { throw Problem.unknownObject }
        let restricted = restricted(order, client)
        let names = part.map { [$0.name] } ?? Dossier.partNames(restricted)
        let selection = RecordSelection(spans: [.init(licence: subject.licence)], player: order.player, restricted: restricted)
        var parts: [Dossier.Part] = []
        let size = CollectedBytes(limit: Self.maximumBytes)
        for log in RecordLog.dossier where names.contains(log.name) {
            let rows = CollectedRecords(size: size)
            try await source.forEachRecord(of: log, selection) { try rows.append($0) }
            parts.append(Dossier.Part(name: log.name, records: rows.records, next: nil))
        }
        let dossier = Dossier(subject: subject, madeAt: configuration.now(), parts: parts)
        let parameters = Node.object([("player", .string(order.player))] + (order.part.map { [("part", .string($0))] } ?? []))
        let isXML = order.format == "xml"
        let isSuspicion = part?.name == RecordLog.suspicion.name
        return try await file(
            Contents(
                kind: "player", entity: isSuspicion ? "log" : "player", id: isSuspicion ? RecordLog.suspicion.name : order.player,
                name: "player-\(order.player)", format: order.format,
                mediaType: isXML ? "application/xml" : "application/json", bytes: isXML ? try dossier.xml() : dossier.node.compactBytes(),
                rows: dossier.rowCount, parameters: parameters,
                licences: [subject.licence], openRows: isSuspicion ? nil : dossier.openRowCount,
                secrecy: isSuspicion ? .confidential : .open), client, requestID)
    }

    // MARK: Histories

    private func mayRead(_ order: AuditOrder, _ client: RequestingClient) async throws -> Bool {
        let entity = RealmServices.snakeCase(order.entity)
        if entity == "incident" { return try await seesIncident(order.id, client) }
        let reader = HistoryReader(clientID: client.id, licences: own(client), isOfficer: false, source: source)
        return try await reader.mayRead(trail.subjects(entity: entity, id: order.id, operatorID: operatorID), of: entity)
    }

    private func historyFile(_ order: AuditOrder, _ client: RequestingClient, _ requestID: String) async throws -> PreparedFile {
        guard try await mayRead(order, client) else { throw Problem.unknownObject }
        let entity = RealmServices.snakeCase(order.entity)
        let collected = CollectedBytes(limit: Self.maximumBytes)
        let isDocument = order.format == "json"
        if isDocument {
            let head = Node.object([("entity", .string(entity)), ("id", .string(order.id))]).compactBytes()
            try collected.append(Array(head.dropLast()) + Array(",\"changes\":[".utf8), rows: 0)
        }
        var first: Int64 = 0
        while true {
            let changes = try await trail.history(entity: entity, id: order.id, operatorID: operatorID, from: first, limit: 1000)
            for change in changes {
                let separator: [UInt8] = isDocument && collected.rows > 0 ? [UInt8(ascii: ",")] : []
                try collected.append(separator + change.shown().compactBytes() + (isDocument ? [] : [10]), rows: 1)
            }
            guard changes.count == 1000, let last = changes.last else { break }
            first = last.index + 1
        }
        if isDocument { try collected.append(Array("],\"next\":null}".utf8), rows: 0) }
        return try await file(
            Contents(
                kind: "audit", entity: entity, id: order.id, name: "audit-\(entity)-\(order.id)", format: order.format,
                mediaType: isDocument ? "application/json" : LogFormat.ndjson.mediaType, bytes: collected.bytes, rows: collected.rows,
                parameters: .object([("entity", .string(entity)), ("id", .string(order.id))]), licences: own(client)), client, requestID)
    }

    // MARK: Files

    /// A file's bytes with what its manifest and the audit trail say about it.
    private struct Contents {
        let kind: String
        let entity: String
        let id: String
        let name: String
        let format: String
        let mediaType: String
        let bytes: [UInt8]
        let rows: Int
        let parameters: Node
        let licences: [String]
        /// As many rows as the log may tell of; nil: all of them.
        var openRows: Int?
        var secrecy = ReadSecrecy.open
    }

    /// Puts the file on record and signs its manifest.
    private func file(_ contents: Contents, _ client: RequestingClient, _ requestID: String) async throws -> PreparedFile {
        guard contents.bytes.count <= Self.maximumBytes else { throw Problem.rangeTooLarge(Self.maximumBytes) }
        let now = configuration.now()
        let sha256 = SHA256.hash(data: contents.bytes).hexDigits
        let name = "\(contents.name).\(contents.format)"
        let manifest = Node.object([
            ("schema_version", .integer(1)), ("kind", .string(contents.kind)), ("request_id", .string(requestID)),
            ("operator", .string(operatorID)), ("regulator", .string(client.regulator)),
            ("licences", .array(contents.licences.map { .string($0) })), ("parameters", contents.parameters),
            ("made_at", .string(now.description)), ("row_count", .integer(contents.rows)),
            (
                "files",
                .array([
                    .object([
                        ("name", .string(name)), ("format", .string(contents.format)), ("media_type", .string(contents.mediaType)),
                        ("sha256", .string(sha256)), ("bytes", .integer(contents.bytes.count)),
                    ])
                ])
            ),
        ])
        let detail = Node.object([
            ("filter", contents.parameters), ("rows", .integer(contents.openRows ?? contents.rows)), ("file_sha256", .string(sha256)),
            ("format", .string(contents.format)),
        ])
        let player = contents.parameters["player"]?.string
        let entry = AuditEntry(
            at: now, operatorID: operatorID, subject: player.map { .player($0) } ?? .client(client.id),
            actor: AuditActor(subject: client.id, clientID: client.id), action: .export, entity: contents.entity, id: contents.id,
            reason: "requested by \(client.regulator)", requestID: requestID, detail: contents.secrecy.marking(detail))
        try await store.write { [trail] transaction in _ = try trail.record(in: transaction, entry) }
        return PreparedFile(
            name: name, format: contents.format, mediaType: contents.mediaType, bytes: contents.bytes, manifest: manifest,
            manifestJWS: try ManifestSignature.make(over: manifest.canonicalBytes(), key: configuration.signer(.document)))
    }
}

extension Problem {
    fileprivate static let suspicionsNotForCaller = Problem(
        status: 403, code: "scope-missing", title: "The token does not have the scope",
        detail: "This log needs a scope of its own, regulator_aml_read.", pointer: "/parameters/type")
}
