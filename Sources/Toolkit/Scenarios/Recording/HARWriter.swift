package import Documents
package import Results

/// Writes exchanges as HAR 1.2, which browsers and proxies read; what is more than HAR knows has names that begin with `_`.
package struct HARWriter: Sendable {
    /// What becomes of personal data.
    package enum PersonalDataRule: String, Sendable, CaseIterable {
        /// Its kind stands in its place.
        case masked
        /// It stays; credentials are taken out all the same.
        case kept
    }

    private let rule: PersonalDataRule
    private let redactor = Redactor()

    package init(personalData rule: PersonalDataRule = .masked) { self.rule = rule }

    /// - Parameters:
    ///   - creator: name and version of the tool.
    ///   - baseURL: the subject's address, so that a replay can put another in its place.
    package func document(of exchanges: [ExchangeRecord], creator: (name: String, version: String), baseURL: String) -> Node {
        .object([
            (
                "log",
                .object([
                    ("version", "1.2"),
                    ("creator", .object([("name", .string(creator.name)), ("version", .string(creator.version))])),
                    ("pages", []), ("entries", .array(exchanges.map(entry))), ("_base_url", .string(baseURL)),
                    ("comment", "received requests have _direction: received"),
                ])
            )
        ])
    }

    private func entry(_ exchange: ExchangeRecord) -> Node {
        var members: [(String, Node)] = [
            ("startedDateTime", .string(exchange.startedAt)), ("time", .integer(exchange.elapsedMilliseconds)),
            ("request", request(exchange)), ("response", response(exchange)), ("cache", [:]),
            ("timings", .object([("send", 0), ("wait", .integer(exchange.elapsedMilliseconds)), ("receive", 0)])),
            ("_direction", .string(exchange.direction.rawValue)), ("_case", .string(exchange.caseID)),
            ("_identity", .string(exchange.identity)), ("_number", .integer(exchange.number)),
        ]
        if let failure = exchange.failure { members.append(("comment", .string(failure))) }
        return .object(members)
    }

    private func request(_ exchange: ExchangeRecord) -> Node {
        let body = masked(exchange.requestBody)
        var members: [(String, Node)] = [
            ("method", .string(exchange.method)), ("url", .string(redactor.text(exchange.url))), ("httpVersion", "HTTP/1.1"),
            ("cookies", []),
            ("headers", fields(exchange.requestFields)), ("queryString", query(exchange.url)), ("headersSize", -1),
            ("bodySize", .integer(body.count)),
        ]
        if !body.isEmpty {
            let text = String(validating: body, as: UTF8.self)
            let type = Self.type(of: exchange.requestFields)
            // HAR knows no encoding of what is posted: bytes that are not text are said to be so.
            members.append(
                (
                    "postData",
                    .object([
                        ("mimeType", .string(type)), ("params", []), ("text", .string(text ?? Base64Text.encoded(body))),
                        ("comment", text == nil ? "base64" : ""),
                    ])
                ))
        }
        return .object(members)
    }

    private func response(_ exchange: ExchangeRecord) -> Node {
        let body = masked(exchange.responseBody)
        var content: [(String, Node)] = [("size", .integer(body.count)), ("mimeType", .string(Self.type(of: exchange.responseFields)))]
        if let text = String(validating: body, as: UTF8.self) {
            content.append(("text", .string(text)))
        } else {
            content += [("text", .string(Base64Text.encoded(body))), ("encoding", "base64")]
        }
        let location = exchange.responseFields.first { $0.name.lowercased() == "location" }?.value ?? ""
        return .object([
            ("status", .integer(exchange.status)), ("statusText", ""), ("httpVersion", "HTTP/1.1"), ("cookies", []),
            ("headers", fields(exchange.responseFields)), ("content", .object(content)), ("redirectURL", .string(location)),
            ("headersSize", -1), ("bodySize", .integer(body.count)),
        ])
    }

    private func fields(_ fields: [ExchangeRecord.Field]) -> Node {
        .array(
            redactor.recorded(fields).map { field in
                .object([
                    ("name", .string(field.name)), ("value", .string(rule == .masked ? PersonalData.masked(field.value) : field.value)),
                ])
            })
    }

    private func query(_ url: String) -> Node {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        return .array(
            url[url.index(after: mark)...].split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return .object([("name", .string(String(parts[0]))), ("value", .string(parts.count == 2 ? String(parts[1]) : ""))])
            })
    }

    private func masked(_ body: [UInt8]) -> [UInt8] {
        let body = redactor.body(body)
        guard rule == .masked else { return body }
        if let document = try? JSONReader.read(body) { return PersonalData.masked(document).compactBytes() }
        return String(validating: body, as: UTF8.self).map { Array(PersonalData.masked($0).utf8) } ?? body
    }

    private static func type(of fields: [ExchangeRecord.Field]) -> String {
        fields.first { $0.name.lowercased() == "content-type" }?.value ?? ""
    }
}

/// Base64 (RFC 4648 §4) of bytes.
enum Base64Text {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let rest = bytes.count - index
            let value =
                UInt32(bytes[index]) << 16 | (rest > 1 ? UInt32(bytes[index + 1]) << 8 : 0) | (rest > 2 ? UInt32(bytes[index + 2]) : 0)
            for position in 0..<4 {
                text.append(position <= rest ? digits[Int(value >> UInt32(18 - 6 * position)) & 63] : UInt8(ascii: "="))
            }
            index += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}
