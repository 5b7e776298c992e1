import Contracts
import Documents

extension ProfileReader {
    private static let identityKeys = ["certificate", "key", "token", "token_of", "signing_key", "values"]
    private static let tokenKeys = ["url", "method", "issuer", "client_id", "key", "scope", "value"]

    /// How a token is come by, as a profile writes it.
    private enum Method: String, CaseIterable {
        case privateKeyJWT = "private_key_jwt"
        case tlsClientAuth = "tls_client_auth"
        case fixed
    }

    /// Identities in the order of the file.
    /// - Parameter issuer: assumed for tokens that name none.
    mutating func readIdentities(_ node: Node, issuer: String) -> [Identity] {
        guard let members = node.members else {
            source.wrongType(of: "`identities`", expected: "a mapping of names", actual: node)
            return []
        }
        let names = members.map(\.key)
        let owners = Set(members.filter { $0.value["token"] != nil }.map(\.key))
        return members.compactMap { member in
            guard let object = source.object(member.value, as: "an identity", keys: Self.identityKeys) else { return nil }
            requirePair("certificate", "key", in: object, of: "an identity")
            let owner = source.string(object["token_of"])
            if let owner, let place = object["token_of"] { check(owner, names: names, owners: owners, at: place) }
            if let token = object["token"], object["token_of"] != nil {
                source.report(.profileTwoTokens(at: source.location(ofKey: token)))
            }
            return Identity(
                name: member.key, certificate: reference(object["certificate"]), key: reference(object["key"]),
                token: object["token"].flatMap { readToken($0, issuer: issuer) }, tokenOf: owner,
                signingKey: reference(object["signing_key"]), values: Self.dictionary(source.mapping(object["values"])))
        }
    }

    /// The owner of a borrowed token must be an identity that has a token of its own.
    private mutating func check(_ owner: String, names: [String], owners: Set<String>, at member: Node.Member) {
        let location = source.location(of: member.value)
        if !names.contains(owner) {
            source.report(.profileIdentity(owner, near: Spelling.nearest(to: owner, among: owners.sorted()), at: location))
        } else if !owners.contains(owner) {
            source.report(.profileTokenOwner(owner, at: location))
        }
    }

    private mutating func readToken(_ member: Node.Member, issuer: String) -> Identity.Token? {
        guard let object = source.object(member.value, as: "`token`", keys: Self.tokenKeys, required: ["method"]),
            let method = object["method"].flatMap({ source.choice($0.value, as: "`method`", of: Method.self) })
        else { return nil }
        let location = source.location(ofKey: member)
        switch method {
        case .fixed:
            guard object["value"] != nil else {
                source.missing("value", of: "a fixed token", at: location)
                return nil
            }
            return reference(object["value"]).map { Identity.Token(method: .fixed($0)) }
        case .tlsClientAuth:
            for key in ["url", "client_id"] where object[key] == nil { source.missing(key, of: "`token`", at: location) }
            if let key = object["key"] { source.report(.profileUnusedKey(at: source.location(ofKey: key))) }
            let scope = source.string(object["scope"])
            guard let url = url(object["url"]), let client = source.string(object["client_id"]) else { return nil }
            return Identity.Token(method: .tlsClientAuth(clientID: client), url: url, scope: scope)
        case .privateKeyJWT:
            for key in ["url", "client_id", "key"] where object[key] == nil { source.missing(key, of: "`token`", at: location) }
            let scope = source.string(object["scope"])
            let named = source.string(object["issuer"])
            guard let url = url(object["url"]), let client = source.string(object["client_id"]), let key = reference(object["key"]) else {
                return nil
            }
            return Identity.Token(
                method: .privateKeyJWT(clientID: client, key: key), url: url, issuer: named ?? issuer, scope: scope)
        }
    }
}
