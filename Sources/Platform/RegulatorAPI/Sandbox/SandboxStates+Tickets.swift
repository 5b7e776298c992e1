import AuditTrail
import Documents
import Foundation
import Incidents
import Requests
import ServerKit

extension SandboxStates {
    /// An incident of a licence, by default of all, with what people add to one: a comment for the authorities, one for the operator's
    /// people alone, and a file for the authorities.
    func ticket(_ params: inout ObjectReader, certificate: PeerCertificate, requestID: String) async throws -> Node {
        let opened = try await incident(&params, certificate: certificate, requestID: requestID)
        let id = opened["incident"]?.string ?? ""
        let author = DeskAuthor(
            actor: AuditActor(subject: "sandbox", certificate: certificate.thumbprint), requestID: requestID, at: services.now())
        let (told, hidden) = ("The displays were switched off at once", "Ask the studio who changed the table, contract \(id.prefix(8))")
        let content = Array("time,table\n12:00,7\n".utf8)
        _ = try await services.desk.comment(id, NewComment(text: told, isInternal: false), by: author)
        _ = try await services.desk.comment(id, NewComment(text: hidden, isInternal: true), by: author)
        let attachment = try await services.desk.attach(
            id, NewAttachment(name: "displays.csv", type: .csv, isInternal: false, bytes: content), by: author)
        return .object([
            ("incident", .string(id)), ("told", .string(told)), ("internal", .string(hidden)),
            ("attachment", attachment["attachment_id"] ?? .null), ("content", .string(Data(content).base64EncodedString())),
        ])
    }
}
