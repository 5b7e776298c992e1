import Documents
import Foundation
import Sealing
package import Transport

/// Whom of its own people and systems an operator has told of incidents in one realm.
package struct OperatorContacts: Sendable {
    /// Who is paged for a P1; nil: nobody.
    package let onCall: MailAddress?
    /// Who is told when an alert has reached nobody within a minute; nil: nobody.
    package let secondContact: MailAddress?
    /// Where tickets are told of; nil: nowhere.
    package let tickets: TicketConnector?

    package init(onCall: MailAddress?, secondContact: MailAddress? = nil, tickets: TicketConnector?) {
        self.onCall = onCall
        self.secondContact = secondContact
        self.tickets = tickets
    }

    /// Nobody.
    package static let none = OperatorContacts(onCall: nil, tickets: nil)

    /// The contacts of a realm as `incidents.yaml` of a folder names them; nobody when there is no such file. Secrets lie in files of
    /// their own beside it.
    /// - Throws: `IncidentError` `invalid-rules` with line and column.
    package init(directory: String, realm: String) throws(IncidentError) {
        guard FileManager.default.fileExists(atPath: directory + "/" + Self.fileName) else {
            self = .none
            return
        }
        self = try RuleFile(directory: directory, name: Self.fileName).contacts(of: realm, directory: directory)
    }

    private static let fileName = "incidents.yaml"
}

extension RuleFile {
    /// The contacts of one realm; those of the others are checked as well.
    func contacts(of wanted: String, directory: String) throws(IncidentError) -> OperatorContacts {
        try check(document, "the file of contacts", needed: ["schema_version", "realms"])
        guard let realms = document["realms"]?.members else { throw invalid(document["realms"], "expected a mapping of realms") }
        var found = OperatorContacts.none
        for realm in realms {
            guard ["production", "sandbox"].contains(realm.key) else {
                throw .rules(name, at: realm.keyPlace, "expected production or sandbox")
            }
            try check(realm.value, "a realm", needed: [], optional: ["on_call", "second_contact", "tickets"])
            let onCall = try realm.value["on_call"].map(mailAddress)
            let second = try realm.value["second_contact"].map(mailAddress)
            var tickets: TicketConnector?
            if let node = realm.value["tickets"] { tickets = try connector(node, directory) }
            if realm.key == wanted { found = OperatorContacts(onCall: onCall, secondContact: second, tickets: tickets) }
        }
        return found
    }

    private func connector(_ node: Node, _ directory: String) throws(IncidentError) -> TicketConnector {
        var trust = Trust.system
        if let file = node["trust_file"] { trust = .pem(try bytes(of: file, directory)) }
        switch node["kind"]?.string {
        case "webhook":
            try check(node, "a ticket system with a webhook", needed: ["kind", "url"], optional: ["trust_file"])
            return TicketConnector(system: .webhook(url: try url(node["url"])), trust: trust)
        case "jira":
            try check(
                node, "a project of Jira", needed: ["kind", "base_url", "project", "issue_type", "authorization_file"],
                optional: ["trust_file"])
            let key = try text(node["project"], limit: 64)
            guard key.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_]*/#) != nil else {
                throw invalid(node["project"], "expected the key of a project: letters, digits and _, a letter first")
            }
            let secret = String(decoding: try secret(of: node["authorization_file"], directory), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            guard !secret.isEmpty, secret.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw invalid(node["authorization_file"], "expected a file with one line: the value of Authorization")
            }
            let project = JiraProject(
                baseURL: try url(node["base_url"]), key: key,
                issueType: try text(node["issue_type"], limit: 64))
            return TicketConnector(system: .jira(project), authorization: secret, trust: trust)
        default: throw invalid(node["kind"] ?? node, "expected the kind webhook or jira")
        }
    }

    private func mailAddress(_ node: Node) throws(IncidentError) -> MailAddress {
        do { return try MailAddress(try text(node, limit: 254)) } catch { throw invalid(node, "expected a mail address") }
    }

    private func url(_ node: Node?) throws(IncidentError) -> String {
        let text = try text(node, limit: 1000)
        guard let url = URLComponents(string: text), url.scheme == "https", url.host?.isEmpty == false, url.user == nil,
            url.fragment == nil, !text.hasSuffix("/")
        else { throw invalid(node, "expected an address that begins with https:// and does not end with a slash") }
        return text
    }

    private func bytes(of node: Node?, _ directory: String) throws(IncidentError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: try path(of: node, directory)) else {
            throw invalid(node, "the file cannot be read")
        }
        return [UInt8](data)
    }

    /// What nobody but the file's owner can read or write.
    private func secret(of node: Node?, _ directory: String) throws(IncidentError) -> [UInt8] {
        let found: [UInt8]?
        do { found = try SecretFile.bytes(at: try path(of: node, directory)) } catch let error as SealingError {
            throw invalid(node, error.description)
        } catch let error as IncidentError {
            throw error
        } catch {
            throw invalid(node, "the file cannot be read")
        }
        guard let found else { throw invalid(node, "the file cannot be read") }
        return found
    }

    private func path(of node: Node?, _ directory: String) throws(IncidentError) -> String {
        let name = try text(node, limit: 1000)
        return name.hasPrefix("/") ? name : directory + "/" + name
    }
}
