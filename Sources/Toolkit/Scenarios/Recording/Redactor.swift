import Documents
import HTTPTypes
import MessageSignatures
import Results

/// Takes secrets out of what is kept as evidence: credentials by the field or member that holds them, tokens by their shape, and the
/// texts that a scenario declared secret wherever they occur.
///
/// Everything else keeps its bytes, so that findings can still point at them.
struct Redactor: Sendable {
    /// What stands where a secret stood.
    static let mark = "[redacted]"

    /// Fields that carry credentials, in lower case; of `Authorization` the scheme stays.
    private static let secretFields: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token",
    ]

    /// Members and form parameters that carry credentials (RFC 6749, RFC 7523, RFC 7517 §9.3).
    private static let secretMembers: [String] = [
        "access_token", "refresh_token", "id_token", "client_assertion", "client_secret", "assertion", "password",
    ]

    /// Texts to take out, longest first so that one secret within another leaves nothing behind.
    private let secrets: [String]

    init(secrets: Set<String> = []) {
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    func fields(_ fields: HTTPFields) -> [ExchangeRecord.Field] {
        fields.map { ExchangeRecord.Field($0.name.rawName, value(of: $0.name.canonicalName, $0.value)) }
    }

    /// Fields of a record once more: what was kept elsewhere may not have been redacted.
    func recorded(_ fields: [ExchangeRecord.Field]) -> [ExchangeRecord.Field] {
        fields.map { ExchangeRecord.Field($0.name, value(of: $0.name.lowercased(), $0.value)) }
    }

    /// A header field's value; `name` in lower case.
    private func value(of name: String, _ value: String) -> String {
        guard Self.secretFields.contains(name) else { return text(value) }
        guard name == "authorization", let blank = value.firstIndex(of: " ") else { return Self.mark }
        return "\(value[..<blank]) \(Self.mark)"
    }

    /// A URL, a message, a value of a finding.
    func text(_ text: String) -> String {
        let bytes = body(Array(text.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A body of any media type; what is not text has nothing to find and stays.
    func body(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for secret in secrets { bytes = Self.replacing(Array(secret.utf8), in: bytes) }
        for member in Self.secretMembers { bytes = Self.maskingMember(member, in: bytes) }
        return Self.maskingKeys(in: Self.maskingTokens(in: bytes))
    }

    func finding(_ finding: Finding) -> Finding {
        var finding = finding
        finding.message = text(finding.message)
        finding.place = finding.place.map(text)
        finding.expected = finding.expected.map(text)
        finding.actual = finding.actual.map(text)
        finding.remedy = text(finding.remedy)
        return finding
    }

    func check(_ check: CheckRecord) -> CheckRecord {
        var check = check
        check.findings = check.findings.map(finding)
        check.reason = check.reason.map(text)
        return check
    }

    private static let markBytes = Array(mark.utf8)

    private static func replacing(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        rewriting(bytes, startingWith: secret) { rest in rest.startIndex + secret.count }
    }

    /// `"name": "…"` of JSON and `name=…` of forms: the value goes.
    private static func maskingMember(_ name: String, in bytes: [UInt8]) -> [UInt8] {
        let quoted = rewriting(
            bytes, startingWith: Array("\"\(name)\"".utf8),
            keeping: { rest in
                var index = rest.startIndex + name.utf8.count + 2
                while index < rest.endIndex, rest[index] == 0x20 || rest[index] == 0x3a { index += 1 }
                guard index < rest.endIndex, rest[index] == UInt8(ascii: "\"") else { return nil }
                return index + 1
            }
        ) { rest in
            var index = rest.startIndex
            while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") { index += rest[index] == UInt8(ascii: "\\") ? 2 : 1 }
            return min(index, rest.endIndex)
        }
        return rewriting(quoted, startingWith: Array("\(name)=".utf8), keeping: { $0.startIndex + name.utf8.count + 1 }) { rest in
            rest.firstIndex { $0 == UInt8(ascii: "&") || $0 <= 0x20 } ?? rest.endIndex
        }
    }

    /// Compact JWS (RFC 7515 §7.1) whose payload is a claims set: whoever holds it may use it.
    ///
    /// A file in Base64 is full of places where a token might begin. All of them up to the next dot stand or fall together, so that each
    /// byte is looked at a few times, however long the body.
    private static func maskingTokens(in bytes: [UInt8]) -> [UInt8] {
        var copy: [UInt8] = []
        var (copied, index) = (0, 0)
        while index + 3 <= bytes.count {
            guard bytes[index] == UInt8(ascii: "e"), bytes[index + 1] == UInt8(ascii: "y"), bytes[index + 2] == UInt8(ascii: "J") else {
                index += 1
                continue
            }
            var end = index
            var dots: [Int] = []
            while end < bytes.count, isBase64URL(bytes[end]) || (bytes[end] == UInt8(ascii: ".") && dots.count < 2) {
                if bytes[end] == UInt8(ascii: ".") { dots.append(end) }
                end += 1
            }
            guard dots.count == 2, isClaims(bytes[(dots[0] + 1)..<dots[1]]) else {
                index = dots.first ?? end
                continue
            }
            copy += bytes[copied..<index]
            copy += markBytes
            (copied, index) = (end, end)
        }
        return copied == 0 ? bytes : copy + bytes[copied...]
    }

    private static func isClaims(_ payload: ArraySlice<UInt8>) -> Bool {
        guard let bytes = Base64URL.decode(String(decoding: payload, as: UTF8.self)), let claims = try? JSONReader.read(bytes) else {
            return false
        }
        return ["iss", "sub", "aud", "exp", "jti"].contains { claims[$0] != nil }
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    /// PEM blocks of private keys (RFC 7468 §10, §13).
    private static func maskingKeys(in bytes: [UInt8]) -> [UInt8] {
        rewriting(bytes, startingWith: Array("-----BEGIN ".utf8)) { rest in
            let begin = Array("PRIVATE KEY-----".utf8)
            // The kind of key stands between: `EC`, `ENCRYPTED`.
            guard let line = rest.prefix(39 + begin.count).firstRange(of: begin) else { return nil }
            guard let end = rest[line.upperBound...].firstRange(of: begin) else { return rest.endIndex }
            return end.upperBound
        }
    }

    /// Copies the bytes, with the mark in place of each range that starts with `start`.
    /// - Parameters:
    ///   - keeping: where the part to replace begins, for the rest that starts with `start`; nil leaves this one alone.
    ///   - end: where it ends, for the rest from there; nil leaves this one alone.
    private static func rewriting(
        _ bytes: [UInt8], startingWith start: [UInt8], keeping: (ArraySlice<UInt8>) -> Int? = { $0.startIndex },
        end: (ArraySlice<UInt8>) -> Int?
    ) -> [UInt8] {
        guard let first = start.first, bytes.count >= start.count else { return bytes }
        var copy: [UInt8] = []
        var copied = 0
        var index = 0
        while index + start.count <= bytes.count {
            guard bytes[index] == first, bytes[index..<(index + start.count)].elementsEqual(start),
                let from = keeping(bytes[index...]), let to = end(bytes[from...])
            else {
                index += 1
                continue
            }
            copy += bytes[copied..<from]
            copy += markBytes
            copied = to
            index = max(to, index + 1)
        }
        if copied == 0 { return bytes }
        return copy + bytes[copied...]
    }
}
