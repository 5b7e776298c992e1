import Access
import AuditTrail
import Documents
import Foundation
import HTTPTypes
import Incidents
import ServerKit
import TransparencyLog

/// `GET /regulator/audit`, the checkpoint and the tiles of the log, and its public key.
extension RealmRoutes {
    func addAudit(to routes: inout RouteTable) {
        on("GET", "/regulator/audit", in: &routes) { request, grant in
            try await services.auditHistory(request, grant)
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
        try request.allowQuery(["entity", "id", "proof", "cursor", "limit"])
        guard let asked = try request.queryValue("entity"), let id = try request.queryValue("id") else { throw Problem.parameterMissing }
        for (name, text) in [("entity", asked), ("id", id)] where !Self.isName(text) {
            throw Problem.invalidParameter(name, "expected 1 to 128 characters, none of them a control character")
        }
        let entity = Self.snakeCase(asked)
        let page = try AuditPage(request)
        guard try await mayReadHistory(of: entity, id, grant) else { throw Problem.unknownObject }
        let history = try await trail.history(
            entity: entity, id: id, operatorID: operatorID, from: page.first, limit: page.limit + 1)
        var changes = Array(history.prefix(page.limit))
        for case .history(let change) in mode.effects { changes = change(changes) }
        try await recordRead(request, grant, entity: entity, id: id, rows: changes.count)
        let checkpoint = page.wantsProof ? try await sequencer.publish() : nil
        let shown = try changes.map { try document($0, provenIn: checkpoint) }
        let next = history.count > page.limit ? history.last.map { AuditPage.cursor(from: $0.index) } : nil
        return .json(
            .object([
                ("entity", .string(entity)), ("id", .string(id)), ("changes", .array(shown)), ("next", next.map { .string($0) } ?? .null),
            ]))
    }

    /// Whether there is a history for a caller. What is another's and what does not exist look alike.
    private func mayReadHistory(of entity: String, _ id: String, _ grant: Grant) async throws -> Bool {
        // The history of an incident tells no more than its course, and that only to those for whom it exists.
        if entity == "incident" { return try await desk.incident(id, for: incidentReader(grant), now: now()) != nil }
        let reader = HistoryReader(
            clientID: grant.clientID, licences: visibleLicences(to: grant), isOfficer: grant.operatorID == operatorID, source: source)
        return try await reader.mayRead(trail.subjects(entity: entity, id: id, operatorID: operatorID), of: entity)
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

/// Which part of a history is asked for.
struct AuditPage: Sendable, Hashable {
    /// The lowest leaf index of the page.
    let first: Int64
    /// 1 … 1000 changes.
    let limit: Int
    let wantsProof: Bool

    /// Throws 400 `invalid-parameter`.
    init(_ request: ServerRequest) throws(Problem) {
        if let cursor = try request.queryValue("cursor") {
            guard cursor.hasPrefix("i"), let index = Int64(cursor.dropFirst()), index >= 0 else {
                throw .invalidParameter("cursor", "expected the value of next in an earlier answer")
            }
            first = index
        } else {
            first = 0
        }
        if let text = try request.queryValue("limit") {
            guard let limit = Int(text), (1...1000).contains(limit) else { throw .invalidParameter("limit", "expected 1 to 1000") }
            self.limit = limit
        } else {
            limit = 1000
        }
        switch try request.queryValue("proof") {
        case nil, "false": wantsProof = false
        case "true": wantsProof = true
        default: throw .invalidParameter("proof", "expected true or false")
        }
    }

    /// The cursor of the page that begins with a leaf index.
    static func cursor(from index: Int64) -> String { "i\(index)" }
}
