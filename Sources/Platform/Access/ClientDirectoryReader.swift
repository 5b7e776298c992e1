import Documents
import MessageSignatures
import ServerKit

/// Reads the register of clients, `clients.json`: version 1, every member but `mail_domains`, `origins_to_prove`, `allow_private`,
/// `ordered_callbacks` and those of authentication required, unknown members refused.
package enum ClientDirectoryReader {
    /// Why a register is not taken. `description` names the place; it never holds a key.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    private static let members: Set<String> = [
        "client_id", "regulator", "operator", "roles", "scopes", "certificate_sha256", "jwks", "addresses", "callback_origins", "realms",
    ]
    /// What a client need not say.
    private static let optionalMembers: Set<String> = authenticationMembers.union([
        "mail_domains", "origins_to_prove", "allow_private", "ordered_callbacks",
    ])

    /// Throws `Refusal` for the first thing that is not as it should be; half a register is never taken.
    ///
    /// `authorities` are those that the listener trusts; clients of `tls_client_auth` need them.
    package static func read(
        _ bytes: [UInt8], authorities: IssuingAuthorities = .none
    ) throws(Refusal) -> ClientDirectory {
        let document: Node
        do {
            document = try JSONReader.read(bytes)
        } catch {
            throw Refusal(description: "\(error)")
        }
        try expectMembers(["schema_version", "clients"], of: document, "")
        guard document["schema_version"]?.integer == 1 else { throw Refusal(description: "/schema_version: expected 1") }
        guard let entries = document["clients"]?.array else { throw Refusal(description: "/clients: expected an array") }
        var clients: [RegisteredClient] = []
        var ids: Set<String> = []
        var certificates: Set<String> = []
        var owners: [String: String] = [:]
        var names: Set<CertifiedName> = []
        for (index, entry) in entries.enumerated() {
            let client = try client(entry, "/clients/\(index)")
            guard ids.insert(client.id).inserted else { throw Refusal(description: "/clients/\(index)/client_id: used twice") }
            guard certificates.isDisjoint(with: client.certificates) else {
                throw Refusal(description: "/clients/\(index)/certificate_sha256: a certificate belongs to one client")
            }
            certificates.formUnion(client.certificates)
            if case .tlsClientAuth(let name) = client.authentication, !names.insert(name).inserted {
                throw Refusal(description: "/clients/\(index)/\(name.kind.rawValue): a name belongs to one client")
            }
            try claimKeys(entry, of: client.id, "/clients/\(index)/jwks", &owners)
            clients.append(client)
        }
        return ClientDirectory(clients, authorities: authorities)
    }

    private static func client(_ entry: Node, _ place: String) throws(Refusal) -> RegisteredClient {
        try expectMembers(members, optional: optionalMembers, of: entry, place)
        guard let id = entry["client_id"]?.string, isIdentifier(id) else {
            throw Refusal(description: "\(place)/client_id: expected 1 to 64 of a-z, 0-9, -, _ and .")
        }
        let roles = try set(entry, "roles", place) { Role(rawValue: $0) }
        let scopes = try set(entry, "scopes", place) { Scope(rawValue: $0) }
        for role in Role.allCases where scopes.contains(role.scope) && !roles.contains(role) {
            throw Refusal(description: "\(place)/scopes: \(role.rawValue) needs the role of that name")
        }
        let regulator = try optionalText(entry, "regulator", place)
        let operatorID = try optionalText(entry, "operator", place)
        guard !roles.contains(.regulatorRead) || regulator != nil else {
            throw Refusal(description: "\(place)/regulator: the role regulator_read needs one")
        }
        guard !roles.contains(.complianceOfficer) || operatorID != nil else {
            throw Refusal(description: "\(place)/operator: the role compliance_officer needs one")
        }
        let ordered = entry["ordered_callbacks"] ?? .bool(false)
        guard let ordersCallbacks = ordered.bool else { throw Refusal(description: "\(place)/ordered_callbacks: expected true or false") }
        let origins = try origins(entry, place)
        return RegisteredClient(
            id: id, regulator: regulator, operatorID: operatorID, roles: roles, scopes: scopes.union(roles.map(\.scope)),
            certificates: try set(entry, "certificate_sha256", place) { Base64URL.decode($0)?.count == 32 ? $0 : nil },
            keys: try keys(entry["jwks"] ?? .null, "\(place)/jwks"),
            addresses: try list(entry, "addresses", place) { AddressBlock($0) },
            callbackOrigins: origins.vouched,
            realms: try set(entry, "realms", place) { Realm.Name(rawValue: $0) },
            mailDomains: entry["mail_domains"] == nil
                ? [] : try set(entry, "mail_domains", place) { isDomain($0) ? $0 : nil },
            authentication: try authentication(entry, place), ordersCallbacks: ordersCallbacks, originsToProve: origins.toProve)
    }

    /// The origins that the operator vouches for, and those of which the client must prove that it controls them.
    ///
    /// An origin that is no place on the internet must be listed a second time, in `allow_private`, as host and port: development needs it,
    /// and elsewhere nobody writes it by mistake.
    private static func origins(
        _ entry: Node, _ place: String
    ) throws(Refusal) -> (vouched: [CallbackOrigin], toProve: [CallbackOrigin]) {
        let allowed =
            entry["allow_private"] == nil
            ? []
            : try set(entry, "allow_private", place, expected: "is not well-formed: expected host and port") {
                CallbackOrigin("https://" + $0)
            }
        let vouched = try origins(entry, "callback_origins", place, allowed)
        let toProve = entry["origins_to_prove"] == nil ? [] : try origins(entry, "origins_to_prove", place, allowed)
        for (index, origin) in toProve.enumerated() where vouched.contains(where: { $0.covers(origin) }) {
            throw Refusal(
                description: "\(place)/origins_to_prove/\(index): \(origin) lies within callback_origins, which need no proof; "
                    + "take it out of one of the two")
        }
        guard allowed.isSubset(of: (vouched + toProve).filter(\.host.isPrivate)) else {
            throw Refusal(
                description: "\(place)/allow_private: lists what is no private one of callback_origins or origins_to_prove; take it out")
        }
        return (vouched, toProve)
    }

    private static func origins(
        _ entry: Node, _ name: String, _ place: String, _ allowed: Set<CallbackOrigin>
    ) throws(Refusal) -> [CallbackOrigin] {
        let expected =
            "is not well-formed: expected https://, a name in ASCII (xn-- for others) or an address in its usual form, perhaps a port, and no more"
        let origins = try list(entry, name, place, expected: expected) { CallbackOrigin($0) }
        for (index, origin) in origins.enumerated() where origin.host.isPrivate && !allowed.contains(origin) {
            throw Refusal(
                description: "\(place)/\(name)/\(index): \(origin) leads to no place on the internet; "
                    + "register a public one, or for development list \(origin.description.dropFirst(8)) in allow_private")
        }
        return origins
    }

    private static func keys(_ node: Node, _ place: String) throws(Refusal) -> KeySet {
        for (index, key) in (node["keys"]?.array ?? []).enumerated() {
            guard key["kid"]?.string?.isEmpty == false else { throw Refusal(description: "\(place)/keys/\(index): a key needs a kid") }
            guard key["d"] == nil, key["k"] == nil else {
                throw Refusal(description: "\(place)/keys/\(index): only public keys belong here")
            }
        }
        do {
            return try KeySet(jwks: node)
        } catch {
            throw Refusal(description: "\(place): \(error)")
        }
    }

    /// A signature names its key and nothing else: a name that two clients share would not say who signed.
    private static func claimKeys(
        _ entry: Node, of client: String, _ place: String, _ owners: inout [String: String]
    ) throws(Refusal) {
        for (index, key) in (entry["jwks"]?["keys"]?.array ?? []).enumerated() {
            guard let kid = key["kid"]?.string else { continue }
            if let owner = owners[kid], owner != client {
                throw Refusal(
                    description: "\(place)/keys/\(index)/kid: \(kid) is a key of \(owner) already; "
                        + "have \(client) make a key of its own, with a kid that no other client has")
            }
            owners[kid] = client
        }
    }

    private static func expectMembers(
        _ names: Set<String>, optional: Set<String> = [], of node: Node, _ place: String
    ) throws(Refusal) {
        guard let members = node.members else { throw Refusal(description: "\(place): expected an object, got \(node.kindName)") }
        for member in members where !names.union(optional).contains(member.key) {
            throw Refusal(description: "\(place)/\(member.key): not a member of this object")
        }
        for name in names.sorted() where node[name] == nil { throw Refusal(description: "\(place)/\(name): is missing") }
    }

    private static func optionalText(_ node: Node, _ name: String, _ place: String) throws(Refusal) -> String? {
        guard let value = node[name], !value.isNull else { return nil }
        guard let text = value.string, !text.isEmpty else { throw Refusal(description: "\(place)/\(name): expected a text or null") }
        return text
    }

    private static func list<Element>(
        _ node: Node, _ name: String, _ place: String, expected: String = "is not known or not well-formed",
        _ parse: (String) -> Element?
    ) throws(Refusal) -> [Element] {
        guard let elements = node[name]?.array else { throw Refusal(description: "\(place)/\(name): expected an array") }
        var parsed: [Element] = []
        for (index, element) in elements.enumerated() {
            guard let value = element.string.flatMap(parse) else {
                throw Refusal(
                    description: "\(place)/\(name)/\(index): \(element.string ?? element.kindName) \(expected)")
            }
            parsed.append(value)
        }
        return parsed
    }

    private static func set<Element: Hashable>(
        _ node: Node, _ name: String, _ place: String, expected: String = "is not known or not well-formed",
        _ parse: (String) -> Element?
    ) throws(Refusal) -> Set<Element> {
        let elements = try list(node, name, place, expected: expected, parse)
        guard Set(elements).count == elements.count else { throw Refusal(description: "\(place)/\(name): holds the same twice") }
        return Set(elements)
    }

    /// Lower-case labels with a dot between them.
    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
            }
    }

    private static func isIdentifier(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || "-_.".utf8.contains($0) }
    }
}
