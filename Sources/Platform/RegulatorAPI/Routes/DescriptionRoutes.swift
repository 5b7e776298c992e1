import Access
import HTTPTypes
import ServerKit

/// `GET /openapi.yaml` and the schemas that it refers to: what this interface is, for whoever shows a certificate of the realm's authority.
///
/// The description is one for both realms; its references lead to `/schemas/json/`, relative to where it is served.
extension RealmRoutes {
    func addDescription(to routes: inout RouteTable) {
        let description = services.configuration.description
        routes.on("GET", services.realm.prefix + "/openapi.yaml") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            try request.allowQuery([])
            return description.document.answer(to: request, mediaType: InterfaceDescription.mediaType)
        }
        routes.on("GET", services.realm.prefix + "/schemas/json/{name}") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            try request.allowQuery([])
            guard let file = description.schemas[request.parameters["name"] ?? ""] else { throw Problem.unknownObject }
            return file.answer(to: request, mediaType: InterfaceDescription.schemaMediaType)
        }
    }
}

extension InterfaceDescription.File {
    /// The bytes with their tag, or 304 for a caller who has them (RFC 9110 §13.1.2).
    fileprivate func answer(to request: ServerRequest, mediaType: String) -> ServerResponse {
        if let condition = request.fields[.ifNoneMatch], condition == "*" || RealmServices.entityTags(condition).contains(tag) {
            return ServerResponse(status: 304, fields: [.eTag: tag])
        }
        var response = ServerResponse.bytes(bytes, mediaType: mediaType)
        response.fields[.eTag] = tag
        return response
    }
}
