import Access
import Documents
import Foundation
import Incidents
import Requests
import ServerKit

/// What people add to an incident under `/operator/incidents/{id}/`, and how attachments are read.
extension RealmRoutes {
    func addTickets(to routes: inout RouteTable) {
        on("POST", "/operator/incidents/{id}/owner", in: &routes) { request, grant in
            let assignment = try services.assignment(request)
            return try await services.step(request, grant) { id, author in
                try await services.desk.assign(id, assignment, by: author)
            }
        }
        on("POST", "/operator/incidents/{id}/comments", in: &routes) { request, grant in
            let id = try RealmServices.entityID(request)
            let comment = try Self.comment(request)
            return .json(try await services.desk.comment(id, comment, by: services.author(request, grant)), status: 201)
        }
        on("POST", "/operator/incidents/{id}/attachments", in: &routes, maximumBodyBytes: BodyLimits.document) { request, grant in
            let id = try RealmServices.entityID(request)
            let attachment = try Self.attachment(request)
            return .json(try await services.desk.attach(id, attachment, by: services.author(request, grant)), status: 201)
        }
        on("GET", "/regulator/incidents/{id}/attachments/{attachment}", in: &routes) { request, grant in
            try await services.attachment(request, grant)
        }
    }

    /// What an authority may read names nobody; what is internal may.
    private static func comment(_ request: ServerRequest) throws(Problem) -> NewComment {
        var body = try ObjectReader(body: request)
        let isInternal = try body.flag("internal")
        let text = isInternal ? try body.text("text", limit: 2000) : try body.publicText("text", limit: 2000)
        try body.finish()
        return NewComment(text: text, isInternal: isInternal)
    }

    private static func attachment(_ request: ServerRequest) throws(Problem) -> NewAttachment {
        var body = try ObjectReader(body: request)
        let isInternal = try body.flag("internal")
        let name = isInternal ? try body.text("name", limit: 200) : try body.publicText("name", limit: 200)
        let type = try body.word("media_type", of: AttachmentType.allCases.map(\.rawValue))
        let content = try body.required("content")
        try body.finish()
        guard let text = content.string, let data = Data(base64Encoded: text), !data.isEmpty else {
            throw .invalidMember(body.pointer(to: "content"), "expected bytes in Base64, at least one")
        }
        guard data.count <= IncidentDesk.attachmentBytes else {
            throw .invalidMember(body.pointer(to: "content"), "expected at most \(IncidentDesk.attachmentBytes) bytes")
        }
        let bytes = [UInt8](data)
        guard let type = AttachmentType(rawValue: type), type.fits(bytes) else {
            throw .invalidMember(body.pointer(to: "content"), "the bytes are not of the type that media_type says")
        }
        return NewAttachment(name: name, type: type, isInternal: isInternal, bytes: bytes)
    }
}

extension RealmServices {
    /// Whose an incident becomes: a client of the operator's officers, or nobody's.
    func assignment(_ request: ServerRequest) throws(Problem) -> Assignment {
        var body = try ObjectReader(body: request)
        let isNobody = try body.required("owner").isNull
        let owner: String? = isNobody ? nil : try body.text("owner", limit: 64)
        let reason = try body.publicText("reason", limit: 500)
        try body.finish()
        if let owner {
            guard let client = configuration.clients.current.client(owner), client.roles.contains(.complianceOfficer),
                client.operatorID == operatorID
            else { throw .invalidMember(body.pointer(to: "owner"), "expected the client of one of the operator's officers, or null") }
        }
        return Assignment(owner: owner, reason: reason)
    }

    /// As a member of a JSON document, so that no browser takes it for a page or runs it.
    func attachment(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery([])
        let id = try Self.entityID(request)
        guard let name = request.parameters["attachment"], Self.isEntityID(name),
            let found = try await desk.attachment(name, of: id, for: incidentReader(grant))
        else { throw Problem.unknownObject }
        try await recordRead(
            request, grant, entity: "incident_attachment", id: name, rows: 1, secrecy: found.isConfidential ? .confidential : .open)
        return .json(found.node.setting("content", .string(Data(found.bytes).base64EncodedString())))
    }
}
