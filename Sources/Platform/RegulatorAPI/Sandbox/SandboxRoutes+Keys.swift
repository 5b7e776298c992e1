import Access
import AuditTrail
import Documents
import Requests
import ServerKit

/// `POST /regulator/keys`: the sandbox exchanges one of its keys, as two officers do in production, so that a regulator can see his own
/// receiver through a rotation.
extension RealmRoutes {
    func addKeyTool(to routes: inout RouteTable) {
        routes.on("POST", services.realm.prefix + "/regulator/keys") { [services] request in
            let certificate = try await services.gatekeeper.certificate(of: request)
            var body = try ObjectReader(body: request)
            let word = try body.word("key", of: KeyPurpose.allCases.map(\.rawValue))
            try body.finish()
            guard let purpose = KeyPurpose(rawValue: word) else { throw Problem.unknownObject }
            try services.check(.rotation(purpose))
            return try await services.recording {
                let actor = AuditActor(subject: "sandbox", certificate: certificate.thumbprint, address: request.remoteAddress)
                let ring: PurposeRing
                do {
                    ring = try await services.changeKeys(.rotation(purpose), actor: actor, reason: "asked for by the sandbox's tool")
                } catch is PlatformKeysError {
                    throw Problem.keysUnavailable
                } catch let refusal as PurposeRing.Refusal {
                    throw Problem.keyChangeRefused(refusal.description)
                }
                return .json(.object([("purpose", .string(word)), ("keys", .array(ring.keys.map(\.publicDocument)))]))
            }
        }
    }
}
