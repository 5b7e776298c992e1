import Access
import AuditTrail
import Documents
import Foundation
import HTTPTypes
import Incidents
import Logging
import ServerKit
import TransparencyLog

/// `GET /regulator/audit`, the checkpoint and the tiles of the log, and its public key.
extension RealmRoutes {
    func addAudit(to routes: inout RouteTable) {
        on("GET", "/regulator/audit", in: &routes) { request, grant in
            try await services.auditHistory(request, grant)
        }
        on("GET", "/regulator/audit/changes", in: &routes) { request, grant in
            try await services.auditChanges(request, grant)
        }
        on("GET", "/regulator/audit/checkpoint", in: &routes) { request, _ in
            try request.allowQuery([])
            return try await services.checkpointNote()
        }
        on("GET", "/regulator/audit/tile/{path...}", in: &routes) { request, _ in
            try request.allowQuery([])
            return try services.logFile("tile/\(request.parameters["path"] ?? "")")
        }
        let key = services.configuration.logSigner.verifierKey
        routes.on("GET", services.realm.prefix + "/.well-known/assay-log-key") { _ in .text(key + "\n") }
    }
}

extension RealmServices {
    func auditHistory(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(AuditFilter.names.union(["entity", "id", "proof", "cursor", "limit", "at"]))
        guard let asked = try request.queryValue("entity"), let id = try request.queryValue("id") else { throw Problem.parameterMissing }
        for (name, text) in [("entity", asked), ("id", id)] where !Self.isName(text) {
            throw Problem.invalidParameter(name, "expected 1 to 128 characters, none of them a control character")
        }
        let entity = Self.snakeCase(asked)
        let page = try AuditPage(request)
        let filter = try AuditFilter(request)
        let instant = try AuditFilter.time(request, "at")
        guard try await mayReadHistory(of: entity, id, grant) else { throw Problem.unknownObject }
        if let instant {
            guard filter.isEmpty, try request.queryValue("cursor") == nil else { throw Problem.stateIsWhole }
            return try await auditState(of: entity, id, at: instant, page, request, grant)
        }
        let found = try await trail.changes(
            filter.query(operatorID: operatorID, entity: entity, id: id), from: page.first, limit: page.limit,
            isAccepted: { _, _, _ in true }, fits: filter.fits)
        let (unchanged, next) = filter.isOf(operatorID) ? found : (changes: [], next: nil)
        var changes = unchanged
        for case .history(let change) in mode.effects { changes = change(changes) }
        try await recordRead(request, grant, entity: entity, id: id, rows: changes.count)
        let checkpoint = page.wantsProof ? try await sequencer.publish() : nil
        let shown = try changes.map { try document($0, provenIn: checkpoint) }
        return .json(
            .object([
                ("entity", .string(entity)), ("id", .string(id)), ("changes", .array(shown)),
                ("next", next.map { .string(AuditPage.cursor(from: $0)) } ?? .null),
            ]))
    }

    /// An entity as it stood at a time, with the change that proves it.
    private func auditState(
        of entity: String, _ id: String, at instant: Timestamp, _ page: AuditPage, _ request: ServerRequest, _ grant: Grant
    ) async throws -> ServerResponse {
        var asked = instant
        for case .historyTime(let change) in mode.effects { asked = change(asked) }
        let state: EntityState
        do {
            state = try await trail.state(entity: entity, id: id, operatorID: operatorID, at: asked)
        } catch let error as AuditError where error.code == .tooLarge {
            throw Problem.historyTooLong
        } catch let error as AuditError {
            configuration.logger.critical("a history does not lead to what it tells", metadata: ["reason": "\(error)"])
            throw error
        }
        try await recordRead(request, grant, entity: entity, id: id, rows: state.change == nil ? 0 : 1)
        let checkpoint = page.wantsProof && state.change != nil ? try await sequencer.publish() : nil
        let proof = try state.change.map { [try document($0, provenIn: checkpoint)] } ?? []
        let shown: Node = .object([
            ("at", .string(instant.description)), ("exists", .bool(state.value != nil)), ("value", state.value ?? .null),
            ("sha256", state.hash.map { .string($0) } ?? .null),
        ])
        return .json(
            .object([
                ("entity", .string(entity)), ("id", .string(id)), ("state", shown), ("changes", .array(proof)), ("next", .null),
            ]))
    }

    /// What changed across entities, of what the caller may see the history of.
    func auditChanges(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(AuditFilter.names.union(["entity", "proof", "cursor", "limit"]))
        let entity = try request.queryValue("entity").map(Self.snakeCase)
        if let entity, !Self.isName(entity) {
            throw Problem.invalidParameter("entity", "expected 1 to 128 characters, none of them a control character")
        }
        let (page, filter) = (try AuditPage(request), try AuditFilter(request))
        let known = HistoriesSeen()
        let reader = historyReader(grant)
        let found = try await trail.changes(
            filter.query(operatorID: operatorID, entity: entity, id: nil), from: page.first, limit: page.limit,
            isAccepted: { kind, id, subject in
                // Cheap before dear: most of what is another's is known by its subject.
                guard try await reader.mayConcern(subject, kind) else { return false }
                return try await known.answer(kind, id) { try await mayReadHistory(of: kind, id, grant) }
            }, fits: filter.fits)
        let (changes, next) = filter.isOf(operatorID) ? found : (changes: [], next: nil)
        try await recordRead(request, grant, entity: "audit_changes", id: entity ?? "all", rows: changes.count)
        let checkpoint = page.wantsProof ? try await sequencer.publish() : nil
        let shown = try changes.map { change in
            try document(change, provenIn: checkpoint).setting("entity", change.document["entity"] ?? .null)
                .setting("id", change.document["id"] ?? .null)
        }
        return .json(
            .object([
                ("changes", .array(shown)), ("next", next.map { .string(AuditPage.cursor(from: $0)) } ?? .null),
            ]))
    }

    /// Whether there is a history for a caller. What is another's and what does not exist look alike.
    private func mayReadHistory(of entity: String, _ id: String, _ grant: Grant) async throws -> Bool {
        // The history of an incident tells no more than its course, and that only to those for whom it exists.
        if entity == "incident" { return try await desk.incident(id, for: incidentReader(grant), now: now()) != nil }
        let reader = historyReader(grant)
        return try await reader.mayRead(trail.subjects(entity: entity, id: id, operatorID: operatorID), of: entity)
    }

    private func historyReader(_ grant: Grant) -> HistoryReader {
        HistoryReader(
            clientID: grant.clientID, licences: visibleLicences(to: grant), isOfficer: grant.operatorID == operatorID, source: source)
    }

    /// Whether a text can name something of the trail: what is asked for is put on record itself.
    private static func isName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...128).contains(scalars.count) && scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }

    /// The newest checkpoint; it covers everything that was answered before. Reading the log is not an event of the log: it would grow
    /// from being read.
    func checkpointNote() async throws -> ServerResponse {
        try await sequencer.publish()
        guard var note = try proofs.checkpointNote() else { throw Problem.auditUnavailable }
        for case .checkpoint(let change) in mode.effects { note = change(note) }
        return .bytes(note, mediaType: "text/plain; charset=utf-8")
    }

    func logFile(_ path: String) throws -> ServerResponse {
        let found: [UInt8]?
        do {
            found = try proofs.file(path)
        } catch let error as LogError where error.code == .malformed {
            throw Problem.unknownObject
        }
        guard let bytes = found else { throw Problem.unknownObject }
        return .bytes(bytes, mediaType: "application/octet-stream")
    }

    private func document(_ change: AuditChange, provenIn checkpoint: Checkpoint?) throws -> Node {
        guard let checkpoint else { return change.shown() }
        var proof = try proofs.inclusion(of: change.index, in: checkpoint)
        for case .proof(let change) in mode.effects { proof = change(proof) }
        return change.shown().setting(
            "proof", .object([("size", .integer(Int(proof.size))), ("hashes", .array(proof.hashes.map { .string($0.base64) }))]))
    }

    /// `bonusRule` and `bonus_rule` name the same entity.
    static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase, character.isASCII {
                text += "_" + character.lowercased()
            } else {
                text.append(character)
            }
        }
    }
}

extension AuditChange {
    /// The change as a regulator reads it, without a proof.
    func shown() -> Node {
        func told(_ names: String...) -> [(String, Node)] { names.map { ($0, document[$0] ?? .null) } }
        let place: [(String, Node)] = [("index", .integer(Int(index)))]
        let change: [(String, Node)] = [("diff", diff)]
        let proved: [(String, Node)] = [
            ("leaf", .string(Data(leaf).base64EncodedString())), ("leaf_hash", .string(leafHash.hex)),
        ]
        let opened: [(String, Node)] =
            opening.map { opening in
                [
                    ("event", .string(Data(opening.event).base64EncodedString())),
                    ("blinding", .string(Data(opening.blinding).base64EncodedString())),
                ]
            } ?? []
        return .object(
            place + told("at", "operator", "actor", "action") + change + told("before_hash", "after_hash", "reason", "request_id") + proved
                + opened)
    }
}
