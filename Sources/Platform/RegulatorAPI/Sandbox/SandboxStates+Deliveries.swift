import Access
import Crypto
import Delivery
import Documents
import Foundation
import Reporting
import Requests
import ServerKit
import SourceData
import Transport

/// The state in which an authority receives reports: a channel of the sandbox to an address that its client may name.
extension SandboxStates {
    /// How long such a channel stays open.
    private static let channelTerm = Duration.seconds(600)

    /// Opens the channel that the parameters describe: `upload` (a URL within an origin registered for the authority's client), `mail` (an
    /// address; sent by the configured relay) or `drop` (a folder below that of the configured drop `sandbox`). It takes the reports of one template and period.
    func deliveredReports(_ params: inout ObjectReader) async throws -> Node {
        let licenceID = try params.text("licence", limit: 64)
        let template = try params.text("template", limit: 32)
        let period = try params.text("period", limit: 10)
        let (upload, mail, drop) = (
            try params.optionalText("upload", limit: 2000), try params.optionalText("mail", limit: 254),
            try params.optionalText("drop", limit: 1024)
        )
        let format = try params.optionalText("format", limit: 8)
        try params.finish()
        guard let licence = services.licences.first(where: { $0.id == licenceID }) else {
            throw Problem.stateNotReached("no licence is \(licenceID)")
        }
        guard (try? services.shelf.service.templates.named(template)) != nil else {
            throw Problem.stateNotReached("no template is \(template)")
        }
        let way: DeliveryChannel.Way
        switch (upload, mail, drop) {
        case (let url?, nil, nil): way = try self.upload(url, licence)
        case (nil, let address?, nil): way = try self.mail(address)
        case (nil, nil, let folder?): way = try self.drop(folder)
        default: throw Problem.stateNotReached("name one of upload, mail and drop")
        }
        let channel = DeliveryChannel(
            id: Self.channelID(way, licenceID, template, period), licence: licenceID, templates: [template], period: period, format: format,
            way: way)
        let now = services.now()
        try await services.outbox.open(channel, until: now.advanced(by: Self.channelTerm), now: now)
        return .object([("channel", .string(channel.id)), ("kind", .string(way.kind))])
    }

    private func upload(_ url: String, _ licence: Licence) throws(Problem) -> DeliveryChannel.Way {
        let directory = services.configuration.clients.current
        let client = directory.clientIDs.compactMap { directory.client($0) }
            .first { $0.regulator == licence.regulator && $0.callbackOrigins.contains { $0.allows(url) } }
        guard let client else {
            throw Problem.stateNotReached("the upload's address lies in no origin that is registered for \(licence.regulator)")
        }
        return .regulatorAPI(url: url, client: client.id)
    }

    private func mail(_ address: String) throws(Problem) -> DeliveryChannel.Way {
        guard services.outbox.plan.relay != nil else { throw Problem.stateNotReached("no mail relay is configured") }
        guard let recipient = try? MailAddress(address) else { throw Problem.stateNotReached("the mail address is none") }
        return .mailLink(to: [recipient])
    }

    /// A folder below that of the configured drop: by its path there, or as its owner sees it.
    private func drop(_ path: String) throws(Problem) -> DeliveryChannel.Way {
        guard let drop = services.outbox.plan.drops["sandbox"] else {
            throw Problem.stateNotReached("no drop called sandbox is configured")
        }
        let folder = path.hasPrefix(drop.folder + "/") ? String(path.dropFirst(drop.folder.count + 1)) : path
        guard !folder.hasPrefix("/"), (try? services.outbox.plan.drop("sandbox", folder: folder)) != nil else {
            throw Problem.stateNotReached("the folder does not lie below that of the drop")
        }
        return .sftp(drop: "sandbox", folder: folder)
    }

    /// The same for the same receiver, so that reaching the state again changes nothing but its end.
    private static func channelID(_ way: DeliveryChannel.Way, _ licence: String, _ template: String, _ period: String) -> String {
        let receiver =
            switch way {
            case .mailLink(let to): to.map(\.text).joined(separator: ",")
            case .regulatorAPI(let url, let client): "\(client) \(url)"
            case .sftp(let drop, let folder): "\(drop) \(folder ?? "")"
            }
        let digest = SHA256.hash(data: Data("\(way.kind) \(licence) \(template) \(period) \(receiver)".utf8)).hexDigits
        return "\(way.kind)-\(digest.prefix(24))"
    }
}
