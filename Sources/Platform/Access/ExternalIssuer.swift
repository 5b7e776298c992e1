import Documents
import Foundation

/// An authorization server elsewhere whose tokens a realm takes in place of its own: the realm is a resource server only.
package struct ExternalIssuer: Sendable, Hashable {
    /// Where its keys are.
    package enum KeySource: Sendable, Hashable {
        /// A file in the folder of keys, looked at anew like an address.
        case file(String)
        /// An https address.
        case address(String)
    }

    /// Why the file of issuers is not taken; names the place.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// What its tokens say in `iss` (RFC 8414 §2).
    package let issuer: String
    /// What its tokens must say in `aud`: the name that it has for the realm's resource.
    package let audience: String
    package let keys: KeySource
    /// A file in the folder of keys with the authorities (PEM) of the address of its keys; nil: those of `ca.pem`.
    package var trust: String?

    /// Reads `issuers.json`: version 1, and for each realm null or an object with `issuer`, `audience` and one of `jwks_uri` and `jwks_file`; beside
    /// `jwks_uri` there may be `trust`.
    package static func read(_ bytes: [UInt8]) throws(Refusal) -> [Realm.Name: ExternalIssuer] {
        let document: Node
        do {
            document = try JSONReader.read(bytes)
        } catch {
            throw Refusal(description: "\(error)")
        }
        guard let members = document.members, document["schema_version"]?.integer == 1 else {
            throw Refusal(description: "/schema_version: expected 1")
        }
        var issuers: [Realm.Name: ExternalIssuer] = [:]
        for member in members where member.key != "schema_version" {
            guard let realm = Realm.Name(rawValue: member.key) else {
                throw Refusal(description: "/\(member.key): expected production or sandbox")
            }
            if !member.value.isNull { issuers[realm] = try issuer(member.value, "/\(member.key)") }
        }
        return issuers
    }

    private static func issuer(_ node: Node, _ place: String) throws(Refusal) -> ExternalIssuer {
        for member in node.members ?? [] where !["issuer", "audience", "jwks_uri", "jwks_file", "trust"].contains(member.key) {
            throw Refusal(description: "\(place)/\(member.key): not a member of this object")
        }
        guard let issuer = node["issuer"]?.string, isAddress(issuer) else {
            throw Refusal(description: "\(place)/issuer: expected an https URL without query and fragment")
        }
        guard let audience = node["audience"]?.string, !audience.isEmpty else {
            throw Refusal(description: "\(place)/audience: expected what the issuer writes into aud for this realm")
        }
        switch (node["jwks_uri"], node["jwks_file"]) {
        case (let uri?, nil):
            guard let text = uri.string, isAddress(text) else {
                throw Refusal(description: "\(place)/jwks_uri: expected an https URL without query and fragment")
            }
            let trust = try node["trust"].map { node throws(Refusal) in try fileName(node, "\(place)/trust") }
            return ExternalIssuer(issuer: issuer, audience: audience, keys: .address(text), trust: trust)
        case (nil, let file?):
            guard node["trust"] == nil else {
                throw Refusal(description: "\(place)/trust: belongs to jwks_uri; a file is not fetched from anybody")
            }
            let name = try fileName(file, "\(place)/jwks_file")
            return ExternalIssuer(issuer: issuer, audience: audience, keys: .file(name))
        default: throw Refusal(description: "\(place): expected one of jwks_uri and jwks_file")
        }
    }

    private static func fileName(_ node: Node, _ place: String) throws(Refusal) -> String {
        guard let name = node.string, !name.isEmpty, !name.contains("/"), name != "..", name != "." else {
            throw Refusal(description: "\(place): expected the name of a file beside this one")
        }
        return name
    }

    private static func isAddress(_ text: String) -> Bool {
        guard let url = URLComponents(string: text) else { return false }
        return url.scheme == "https" && url.host?.isEmpty == false && url.query == nil && url.fragment == nil && url.user == nil
    }
}
