import Access
import Documents
import HTTPTypes
import ServerKit
import SourceData

/// `GET /regulator/player/{id}`: the dossier of a player of the caller's licences.
extension RealmRoutes {
    func addPlayers(to routes: inout RouteTable) {
        on("GET", "/regulator/player/{id}", in: &routes) { request, grant in
            try await services.playerDossier(request, grant)
        }
    }
}

extension RealmServices {
    func playerDossier(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let player = try Self.entityID(request)
        let forms = ["application/json", "application/xml"]
        guard let form = AcceptField(request.fields[.accept]).best(of: forms, mediaType: { $0 }) else {
            throw Problem.formatNotOffered(forms)
        }
        let restricted = restrictedColumns(grant)
        let question = try DossierQuestion(request, restricted: restricted)
        let dossier = try await dossierMaker(
            licences: visibleLicences(to: grant), restricted: restricted, holder: grant.regulator ?? grant.operatorID ?? ""
        ).dossier(of: player, question)
        if question.part?.name == RecordLog.suspicion.name {
            // That this part of this player was looked at, and how much it holds, is not for every reader of the log of accesses.
            try await recordRead(
                request, grant, entity: "log", id: RecordLog.suspicion.name, rows: dossier.rowCount,
                filter: question.filter.setting("player", .string(player)), secrecy: .confidential)
        } else {
            try await recordRead(request, grant, entity: "player", id: player, rows: dossier.openRowCount, filter: question.filter)
        }
        return form == "application/xml" ? .bytes(try dossier.xml(), mediaType: form) : .json(dossier.node)
    }

    /// - Parameter holder: on whose behalf cursors are given out.
    func dossierMaker(licences visible: [String], restricted: RestrictedColumns, holder: String) -> DossierMaker {
        var reachable = visible
        for case .dossierLicences(let change) in mode.effects { reachable = change(visible, licences.map(\.id)) }
        return DossierMaker(
            source: source, licences: reachable, restricted: restricted,
            cursors: LogCursor(secret: configuration.derivation, holder: holder), now: now())
    }
}
