import Access
import Documents
import HTTPTypes
import ServerKit

/// What stands around every route of both realms: answers are signed with the realm's keys, refusals are put on record, callers have limits.
struct RealmMiddleware: Sendable {
    let production: RealmServices
    let sandbox: RealmServices

    private func realm(of request: ServerRequest) -> RealmServices {
        Realm.Name.of(path: request.path) == .sandbox ? sandbox : production
    }

    /// Adds all to a route table: recording outside of signing, signing outside of limits.
    func stand(around routes: inout RouteTable) {
        routes.around.append { request, next in
            let response = await next(request)
            if response.status >= 400, let code = Self.problemCode(response) {
                await realm(of: request).accessLog.record(refusal: response.status, code: code, of: request)
            }
            return response
        }
        routes.around.append { request, next in
            let services = realm(of: request)
            let signer = AnswerSigner(key: services.configuration.signer(.answer), mode: services.mode, now: services.now)
            if let refusal = signer.refusal(of: request) { return refusal }
            return try signer.signed(await next(request), to: request)
        }
        routes.around.append { request, next in await realm(of: request).limiting(request, next) }
    }

    /// The code of a refusal; nil for answers that are no problem details (the token endpoint records its own).
    private static func problemCode(_ response: ServerResponse) -> String? {
        guard response.fields[.contentType] == Problem.mediaType else { return nil }
        return (try? JSONReader.read(response.body))?["code"]?.string
    }
}
