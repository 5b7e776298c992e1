import Contracts
import Documents

/// Whether a value is of one of the kinds that `type` knows.
struct ValueShape: Sendable, CustomStringConvertible {
    private let type: ValueType

    init(_ type: ValueType) { self.type = type }

    var description: String {
        switch type {
        case .string: "a string"
        case .number: "a number"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .object: "an object"
        case .array: "an array"
        case .null: "null"
        case .uuid: "a UUID"
        case .date: "a date such as 2026-10-15"
        case .timestamp: "a time in RFC 3339 form"
        case .url: "an absolute URL"
        case .decimal: "a decimal number as text"
        case .sha256: "a SHA-256 digest in 64 lower-case hex digits"
        case .base64: "Base64 text"
        case .httpDate: "an HTTP date"
        }
    }

    /// In text form numbers, booleans and null are recognised by how they are written.
    func fits(_ node: Node, form: Matching.Form) -> Bool {
        if form == .text, let text = node.string, [.number, .integer, .boolean, .null].contains(type) {
            guard let read = try? JSONReader.read(Array(text.utf8)), read.string == nil else { return false }
            return fits(read, form: .node)
        }
        switch type {
        case .string: return node.string != nil
        case .number: return node.number != nil
        case .integer: return node.number?.isWhole == true
        case .boolean: return node.bool != nil
        case .object: return node.members != nil
        case .array: return node.array != nil
        case .null: return node.isNull
        case .uuid, .date, .timestamp, .url, .decimal, .sha256, .base64, .httpDate: return node.string.map(fitsText) ?? false
        }
    }

    private func fitsText(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        switch type {
        case .uuid:
            return bytes.count == 36
                && bytes.enumerated().allSatisfy { [8, 13, 18, 23].contains($0.offset) ? $0.element == 45 : Self.isHex($0.element) }
        case .date: return bytes.count == 10 && (try? Timestamp(parsing: text + "T00:00:00Z")) != nil
        case .timestamp: return (try? Timestamp(parsing: text)) != nil
        case .url: return Self.isURL(text)
        case .decimal: return Self.isDecimal(bytes[...])
        case .sha256: return bytes.count == 64 && bytes.allSatisfy { Self.isHex($0) && !(65...70).contains($0) }
        case .base64: return Self.isBase64(bytes)
        case .httpDate: return Self.isHTTPDate(text)
        case .string, .number, .integer, .boolean, .object, .array, .null: return false
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte) }

    private static func isURL(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && !"<>\"{}|\\^`".utf8.contains($0) }) else { return false }
        if text.lowercased().hasPrefix("urn:") { return text.utf8.count > 4 }
        guard let mark = text.firstRange(of: "://") else { return false }
        let scheme = text[..<mark.lowerBound]
        let host = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return scheme.first?.isLetter == true && !host.isEmpty
    }

    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.first == 45 ? bytes.dropFirst() : bytes
        let parts = digits.split(separator: 46, omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
    }

    private static func isBase64(_ bytes: [UInt8]) -> Bool {
        let padding = bytes.suffix(2).reversed().prefix { $0 == 61 }.count
        return bytes.count % 4 == 0
            && bytes.dropLast(padding).allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 43 || $0 == 47
            }
    }

    /// Read back through the only form that a sender may write (RFC 9110 §5.6.7).
    private static func isHTTPDate(_ text: String) -> Bool {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", parts[0].count == 4, let month = months.firstIndex(of: String(parts[2])) else {
            return false
        }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        guard let time = try? Timestamp(parsing: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z") else { return false }
        return time.httpDate == text
    }
}
