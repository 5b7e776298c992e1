package import Documents
import Foundation
import Sealing
import Transport

/// Reads `deliveries.json`: version 1, every member but `period` and `retries` required, unknown members refused. Secrets lie in files of their own beside it.
package struct DeliveryPlanReader: Sendable {
    /// Where the files that it names lie.
    private let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// The plan of a realm: channels of other realms are checked and left out.
    /// - Throws: `DeliveryError` `invalid-plan` for the first thing that is not as it should be.
    package func plan(_ bytes: [UInt8], realm: String) throws(DeliveryError) -> DeliveryPlan {
        let document: Node
        do { document = try JSONReader.read(bytes) } catch { throw .plan("", "\(error)") }
        try Self.expect(["schema_version", "relay", "drops", "channels"], or: ["retries"], of: document, "")
        guard document["schema_version"]?.integer == 1 else { throw .plan("/schema_version", "expected 1") }
        let relay = try relay(document["relay"] ?? .null, "/relay")
        guard let named = document["drops"]?.members else { throw .plan("/drops", "expected an object") }
        var drops: [String: FileDrop] = [:]
        for member in named { drops[member.key] = try drop(member.value, "/drops/\(member.key)") }
        guard let entries = document["channels"]?.array else { throw .plan("/channels", "expected an array") }
        var channels: [DeliveryChannel] = []
        var ids: Set<String> = []
        for (index, entry) in entries.enumerated() {
            let place = "/channels/\(index)"
            guard let realmName = entry["realm"]?.string, ["production", "sandbox"].contains(realmName) else {
                throw .plan("\(place)/realm", "expected production or sandbox")
            }
            let channel = try Self.channel(entry.removing("realm"), place)
            guard ids.insert(channel.id).inserted else { throw .plan("\(place)/id", "used twice") }
            if case .sftp(let drop, _) = channel.way, drops[drop] == nil { throw .plan("\(place)/drop", "no drop has this name") }
            if case .mailLink = channel.way, relay == nil { throw .plan("\(place)/kind", "mail needs a relay") }
            if realmName == realm { channels.append(channel) }
        }
        var retries = RetrySchedule.standard
        if let written = document["retries"] { retries = try Self.retries(written, "/retries") }
        return DeliveryPlan(relay: relay, drops: drops, channels: channels, retries: retries)
    }

    /// One channel, as `DeliveryChannel.document` writes it.
    package static func channel(_ node: Node, _ place: String = "") throws(DeliveryError) -> DeliveryChannel {
        guard let kind = node["kind"]?.string else { throw .plan("\(place)/kind", "expected mail-link, regulator-api or sftp") }
        let own =
            switch kind {
            case "mail-link": ["to"]
            case "regulator-api": ["url", "client"]
            case "sftp": ["drop", "folder"]
            default: throw .plan("\(place)/kind", "expected mail-link, regulator-api or sftp")
            }
        try expect(["id", "licence", "templates", "format", "kind"] + own, or: ["period"], of: node, place)
        let id = try text(node, "id", place)
        guard (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { throw .plan("\(place)/id", "expected 1 to 64 of a-z, 0-9 and -") }
        let way: DeliveryChannel.Way
        switch kind {
        case "mail-link": way = .mailLink(to: try recipients(node, place))
        case "regulator-api": way = .regulatorAPI(url: try text(node, "url", place), client: try text(node, "client", place))
        default:
            let folder = node["folder"]?.isNull == false ? try text(node, "folder", place) : nil
            if let folder, folder.hasPrefix("/") || folder.split(separator: "/").contains("..") {
                throw .plan("\(place)/folder", "expected a folder below the drop's")
            }
            way = .sftp(drop: try text(node, "drop", place), folder: folder)
        }
        guard let templates = node["templates"]?.array, templates.allSatisfy({ $0.string != nil }) else {
            throw .plan("\(place)/templates", "expected an array of texts; an empty one means all")
        }
        return DeliveryChannel(
            id: id, licence: try text(node, "licence", place), templates: templates.compactMap(\.string),
            period: node["period"] == nil ? nil : try text(node, "period", place),
            format: node["format"]?.isNull == false ? try text(node, "format", place) : nil, way: way)
    }

    /// `{pauses_seconds: [..], span_seconds}`: before the second attempt, the third …, the last one repeats; and until it is given up.
    private static func retries(_ node: Node, _ place: String) throws(DeliveryError) -> RetrySchedule {
        try expect(["pauses_seconds", "span_seconds"], of: node, place)
        let pauses = node["pauses_seconds"]?.array?.compactMap(\.integer) ?? []
        guard (1...50).contains(pauses.count), pauses.count == node["pauses_seconds"]?.array?.count,
            pauses.allSatisfy((1...604_800).contains)
        else { throw .plan("\(place)/pauses_seconds", "expected 1 to 50 whole numbers from 1 to 604800") }
        guard let span = node["span_seconds"]?.integer, (1...7_776_000).contains(span) else {
            throw .plan("\(place)/span_seconds", "expected a whole number from 1 to 7776000")
        }
        return RetrySchedule(pauses: pauses.map { .seconds($0) }, term: .seconds(span))
    }

    private static func recipients(_ node: Node, _ place: String) throws(DeliveryError) -> [MailAddress] {
        guard let written = node["to"]?.array, (1...20).contains(written.count) else {
            throw .plan("\(place)/to", "expected an array of 1 to 20 addresses")
        }
        var recipients: [MailAddress] = []
        for (index, entry) in written.enumerated() {
            do { recipients.append(try MailAddress(entry.string ?? "")) } catch { throw .plan("\(place)/to/\(index)", error.message) }
        }
        return recipients
    }

    private func relay(_ node: Node, _ place: String) throws(DeliveryError) -> MailRelay? {
        if node.isNull { return nil }
        try Self.expect(["host", "port", "security", "client_name", "sender", "login"], of: node, place)
        guard let security = node["security"]?.string.flatMap(MailServer.Security.init(rawValue:)) else {
            throw .plan("\(place)/security", "expected starttls or tls")
        }
        var login: MailServer.Login?
        if let written = node["login"], !written.isNull {
            try Self.expect(["name", "password_file"], of: written, "\(place)/login")
            let file = path(try Self.text(written, "password_file", "\(place)/login"))
            guard let password = try Self.secret(file, "\(place)/login/password_file") else {
                throw .plan("\(place)/login/password_file", "cannot be read")
            }
            login = MailServer.Login(
                name: try Self.text(written, "name", "\(place)/login"),
                password: String(decoding: password, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
        let (host, name, sender) = (
            try Self.text(node, "host", place), try Self.text(node, "client_name", place), try Self.text(node, "sender", place)
        )
        do throws(TransportError) {
            return MailRelay(
                server: try MailServer(host: host, port: node["port"]?.integer ?? 0, security: security, clientName: name, login: login),
                sender: try MailAddress(sender))
        } catch {
            throw .plan(place, error.message)
        }
    }

    /// The bytes of a file that only its owner can read; nil when it cannot be read.
    private static func secret(_ file: String, _ place: String) throws(DeliveryError) -> [UInt8]? {
        do { return try SecretFile.bytes(at: file) } catch { throw .plan(place, error.description) }
    }

    private func drop(_ node: Node, _ place: String) throws(DeliveryError) -> FileDrop {
        try Self.expect(["host", "port", "user", "host_key", "private_key_file", "folder"], of: node, place)
        let (host, user, key) = (
            try Self.text(node, "host", place), try Self.text(node, "user", place), try Self.text(node, "host_key", place)
        )
        let (file, folder) = (path(try Self.text(node, "private_key_file", place)), try Self.text(node, "folder", place))
        // It need not be there yet; once it is, nobody else may read it.
        _ = try Self.secret(file, "\(place)/private_key_file")
        do throws(TransportError) {
            return try FileDrop(
                host: host, port: node["port"]?.integer ?? 0, user: user, hostKeyDigest: key, privateKeyFile: file, folder: folder)
        } catch {
            throw .plan(place, error.message)
        }
    }

    private func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

    private static func text(_ node: Node, _ name: String, _ place: String) throws(DeliveryError) -> String {
        guard let text = node[name]?.string, (1...2000).contains(text.utf8.count) else {
            throw .plan("\(place)/\(name)", "expected a text")
        }
        return text
    }

    private static func expect(
        _ names: [String], or optional: [String] = [], of node: Node, _ place: String
    ) throws(DeliveryError) {
        guard let members = node.members else { throw .plan(place, "expected an object, got \(node.kindName)") }
        for member in members where !(names + optional).contains(member.key) {
            throw .plan("\(place)/\(member.key)", "not a member of this object")
        }
        for name in names where node[name] == nil { throw .plan("\(place)/\(name)", "is missing") }
    }
}
