import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit

/// A signed message that somebody wants to be looked at. Only signatures are checked here, none is made, and no secret is taken.
struct SignatureQuestion: Sendable {
    enum Subject: Sendable {
        /// A request by webhook, signed by RFC 9421.
        case request(ServerRequest)
        /// A manifest with its detached JWS (RFC 7797).
        case manifest(payload: [UInt8], jws: String)
        /// A message with the three fields of Standard Webhooks 1.0.
        case webhook(HTTPFields, body: [UInt8])
    }

    /// How many fields a message may have.
    static let maximumFields = 100
    private static let maximumText = 6 << 20

    let kind: String
    let subject: Subject
    /// The keys that the caller trusts; nil for those that the platform does.
    let keys: KeySet?
    /// As of when it is looked at; nil for now.
    let time: Timestamp?

    /// - Throws: 400 with the pointer of the first member that is not right, 415.
    init(_ request: ServerRequest) throws(Problem) {
        var body = try ObjectReader(body: request)
        kind = try body.word("kind", of: ["request", "manifest", "webhook"])
        keys = try Self.keys(&body)
        time = try Self.time(&body)
        switch kind {
        case "request": subject = .request(try Self.request(&body, like: request))
        case "manifest": subject = try Self.manifest(&body)
        default:
            var message = try body.object("message")
            subject = .webhook(try Self.fields(&message), body: try Self.bytes(&message, "body") ?? [])
            try message.finish()
        }
        try body.finish()
    }

    private static func keys(_ body: inout ObjectReader) throws(Problem) -> KeySet? {
        guard let jwks = body.value("jwks") else { return nil }
        do throws(KeyError) {
            return try KeySet(jwks: jwks)
        } catch {
            throw .invalidMember(body.pointer(to: "jwks"), "expected public keys (RFC 7517): \(error.message)")
        }
    }

    private static func time(_ body: inout ObjectReader) throws(Problem) -> Timestamp? {
        guard let text = try body.optionalText("at", limit: 40) else { return nil }
        guard let time = try? Timestamp(parsing: text) else {
            throw .invalidMember(body.pointer(to: "at"), "expected a date and time (RFC 3339)")
        }
        return time
    }

    private static func request(_ body: inout ObjectReader, like carrier: ServerRequest) throws(Problem) -> ServerRequest {
        var message = try body.object("message")
        let method = try message.text("method", limit: 16)
        let url = try message.text("url", limit: 2048)
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : ""
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .invalidMember(message.pointer(to: "url"), "expected the absolute https URL that was called")
        }
        let local = rest.dropFirst(authority.count)
        let target = local.hasPrefix("/") ? String(local) : "/" + local
        let fields = try Self.fields(&message)
        let content = try bytes(&message, "body") ?? []
        try message.finish()
        return ServerRequest(
            id: carrier.id, method: method, path: target, target: target, fields: fields, body: content,
            remoteAddress: carrier.remoteAddress, receivedAt: carrier.receivedAt, authority: String(authority))
    }

    private static func manifest(_ body: inout ObjectReader) throws(Problem) -> Subject {
        let payload: [UInt8]
        switch (body.value("manifest"), try bytes(&body, "payload")) {
        case (let manifest?, nil):
            do {
                payload = try manifest.canonicalBytes()
            } catch {
                throw .invalidMember(body.pointer(to: "manifest"), "it has no canonical form (RFC 8785): \(error)")
            }
        case (nil, let bytes?): payload = bytes
        default: throw .invalidMember(body.pointer(to: "manifest"), "name one of manifest and payload")
        }
        return .manifest(payload: payload, jws: try body.text("jws", limit: 32 << 10))
    }

    /// `headers`: each name with its value, or with an array of the values of its lines.
    private static func fields(_ message: inout ObjectReader) throws(Problem) -> HTTPFields {
        let pointer = message.pointer(to: "headers")
        let node = try message.required("headers")
        guard let members = node.members else { throw .invalidMember(pointer, "expected an object, got \(node.kindName)") }
        var fields = HTTPFields()
        for member in members {
            let place = pointer.appending(member.key)
            guard let name = HTTPField.Name(member.key) else { throw .invalidMember(place, "this is not a field's name (RFC 9110 §5.1)") }
            let lines = member.value.array ?? [member.value]
            for line in lines {
                guard let text = line.string, text.utf8.count <= 16 << 10,
                    text.unicodeScalars.allSatisfy({ $0 == "\t" || $0.value >= 0x20 && $0.value != 0x7F })
                else {
                    throw .invalidMember(
                        place, "expected a field's value, a text of at most 16384 bytes on one line, or several in an array")
                }
                fields.append(HTTPField(name: name, value: text))
            }
            guard fields.count <= Self.maximumFields else { throw .invalidMember(pointer, "expected at most \(Self.maximumFields) fields") }
        }
        return fields
    }

    /// Bytes in standard Base64; nil when the member is absent.
    private static func bytes(_ reader: inout ObjectReader, _ name: String) throws(Problem) -> [UInt8]? {
        guard let value = reader.value(name) else { return nil }
        guard let text = value.string, text.utf8.count <= Self.maximumText, let data = Data(base64Encoded: text) else {
            throw .invalidMember(reader.pointer(to: name), "expected bytes in Base64")
        }
        return [UInt8](data)
    }
}
