import Crypto
import Documents
import HTTPTypes
import MessageSignatures

/// A message (RFC 5322) as far as contracts look at it: header fields, the first plain text, and what is attached. Anything beyond MIME's
/// base64 and quoted-printable, UTF-8 and ISO 8859-1 is left as it came.
struct MailMessage: Sendable {
    /// What is attached to it.
    struct Attachment: Sendable, Hashable {
        let name: String
        let mediaType: String
        let content: [UInt8]
    }

    /// Larger messages are not read.
    static let maximumBytes = 32 << 20
    private static let maximumFields = 500
    private static let maximumParts = 100
    private static let maximumDepth = 8

    /// Unfolded and decoded, in the order of the message.
    let headers: [(name: String, value: String)]
    private(set) var text = ""
    private(set) var attachments: [Attachment] = []

    /// Nil when it has no header field, or is beyond a limit.
    init?(_ message: [UInt8]) {
        guard message.count <= Self.maximumBytes else { return nil }
        let (headers, body) = Self.split(message[...])
        guard !headers.isEmpty, headers.count <= Self.maximumFields else { return nil }
        self.headers = headers.map { ($0.name, EncodedWord.decoded($0.value)) }
        var parts = 0
        var hasText = false
        take(headers, body, depth: 0, &parts, &hasText)
    }

    /// The value of the first field of that name, in any case.
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// The fields as HTTP ones, for checks of fields; those that HTTP does not know how to write are left out.
    var fields: HTTPFields {
        var fields = HTTPFields()
        for header in headers where header.name.lowercased() != "content-type" {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        fields[.contentType] = "application/json"
        return fields
    }

    /// The document that contracts judge.
    func document(sender: String, recipients: [String]) -> Node {
        .object([
            ("sender", .string(sender)), ("recipients", .array(recipients.map { .string($0) })),
            ("from", header("From").map { .string($0) } ?? .null), ("to", header("To").map { .string($0) } ?? .null),
            ("subject", header("Subject").map { .string($0) } ?? .null), ("date", header("Date").map { .string($0) } ?? .null),
            ("message_id", header("Message-ID").map { .string($0) } ?? .null),
            ("headers", .object(Self.merged(headers).map { ($0.0, .string($0.1)) })), ("text", .string(text)),
            (
                "attachments",
                .array(
                    attachments.map { attachment in
                        .object([
                            ("name", .string(attachment.name)), ("media_type", .string(attachment.mediaType)),
                            ("bytes", .integer(attachment.content.count)),
                            ("sha256", .string(SHA256.hash(data: attachment.content).map(Self.hex).joined())),
                        ])
                    })
            ),
        ])
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    /// One member for each name, in lower case; values of repeated fields are joined.
    private static func merged(_ headers: [(name: String, value: String)]) -> [(String, String)] {
        var merged: [(String, String)] = []
        for header in headers {
            let name = header.name.lowercased()
            if let index = merged.firstIndex(where: { $0.0 == name }) {
                merged[index].1 += ", \(header.value)"
            } else {
                merged.append((name, header.value))
            }
        }
        return merged
    }

    private mutating func take(
        _ headers: [(name: String, value: String)], _ body: ArraySlice<UInt8>, depth: Int, _ parts: inout Int, _ hasText: inout Bool
    ) {
        parts += 1
        guard parts <= Self.maximumParts, depth <= Self.maximumDepth else { return }
        func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        let type = MailParameter.parsed(value("content-type") ?? "text/plain")
        if type.value.hasPrefix("multipart/"), let boundary = type["boundary"] {
            for part in Self.parts(of: body, boundary: boundary) {
                let (headers, content) = Self.split(part)
                take(headers, content, depth: depth + 1, &parts, &hasText)
            }
            return
        }
        let content = TransferEncoding.decoded(body, value("content-transfer-encoding")?.lowercased() ?? "7bit")
        let disposition = MailParameter.parsed(value("content-disposition") ?? "")
        if type.value == "text/plain", disposition.value != "attachment", !hasText {
            hasText = true
            text = TransferEncoding.text(content, charset: type["charset"])
        } else if disposition.value == "attachment" || !type.value.hasPrefix("text/") {
            let name = disposition["filename"] ?? type["name"] ?? ""
            attachments.append(Attachment(name: EncodedWord.decoded(name), mediaType: type.value, content: content))
        }
    }

    /// Header fields, unfolded (RFC 5322 §2.2.3), and what follows the empty line.
    private static func split(_ message: ArraySlice<UInt8>) -> (headers: [(name: String, value: String)], body: ArraySlice<UInt8>) {
        var headers: [(name: String, value: String)] = []
        var rest = message
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            var line = rest[rest.startIndex..<end]
            if line.last == 0x0d { line = line.dropLast() }
            let next = end < rest.endIndex ? end + 1 : end
            if line.isEmpty { return (headers, rest[next...]) }
            let text = String(decoding: line, as: UTF8.self)
            if line.first == 0x20 || line.first == 0x09 {
                if !headers.isEmpty { headers[headers.count - 1].value += " " + trimmed(text) }
            } else if let colon = text.firstIndex(of: ":") {
                headers.append((String(text[..<colon]), trimmed(text[text.index(after: colon)...])))
            }
            rest = rest[next...]
            if headers.count > maximumFields { break }
        }
        return (headers, rest)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// The parts between the boundary's lines (RFC 2046 §5.1.1).
    private static func parts(of body: ArraySlice<UInt8>, boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var rest = body
        while !rest.isEmpty, parts.count < maximumParts {
            let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            let line = rest[rest.startIndex..<end]
            if line.starts(with: mark) {
                if let start, start <= line.startIndex { parts.append(body[start..<line.startIndex]) }
                start = min(end + 1, body.endIndex)
                if line.dropFirst(mark.count).starts(with: Array("--".utf8)) { return parts }
            }
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return parts
    }
}
