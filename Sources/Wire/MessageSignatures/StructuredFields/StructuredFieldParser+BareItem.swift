extension StructuredFieldParser {
    /// RFC 9651 §4.2.3.1.
    mutating func bareItem() throws(StructuredFieldError) -> BareItem {
        guard let first = peek else { throw failure("expected a value") }
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: ":"):
            return .bytes(try byteSequence())
        case UInt8(ascii: "?"):
            return .boolean(try boolean())
        case UInt8(ascii: "@"):
            return .date(try date())
        case UInt8(ascii: "%"):
            return .displayString(try displayString())
        case _ where Self.isLower(first) || Self.isUpper(first) || first == UInt8(ascii: "*"):
            return .token(text { Self.isTokenCharacter($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") })
        default:
            throw failure("expected a value")
        }
    }

    private mutating func number() throws(StructuredFieldError) -> BareItem {
        let sign: Int64 = take("-") ? -1 : 1
        let whole = text(Self.isDigit)
        guard !whole.isEmpty else { throw failure("expected a digit") }
        guard take(".") else {
            guard whole.utf8.count <= 15, let value = Int64(whole) else { throw failure("expected at most 15 digits") }
            return .integer(sign * value)
        }
        let fraction = text(Self.isDigit)
        guard whole.utf8.count <= 12, (1...3).contains(fraction.utf8.count) else {
            throw failure("expected at most 12 digits before the point and 1 to 3 after it")
        }
        let padded = fraction + String(repeating: "0", count: 3 - fraction.utf8.count)
        guard let value = Int64(whole + padded) else { throw failure("expected a decimal number") }
        return .decimal(thousandths: sign * value)
    }

    private mutating func string() throws(StructuredFieldError) -> String {
        _ = next()
        var content: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next(), escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                    throw failure("expected \\\" or \\\\")
                }
                content.append(escaped)
            case 0x20...0x7E:
                content.append(byte)
            default:
                throw failure("expected printable ASCII in a string")
            }
        }
        throw failure("expected the string to end")
    }

    private mutating func byteSequence() throws(StructuredFieldError) -> [UInt8] {
        _ = next()
        let encoded = text { $0 != UInt8(ascii: ":") }
        guard take(":") else { throw failure("expected the byte sequence to end with a colon") }
        guard let decoded = Base64Alphabet.standard.decode(encoded.utf8) else { throw failure("expected padded standard Base64") }
        return decoded
    }

    private mutating func boolean() throws(StructuredFieldError) -> Bool {
        _ = next()
        if take("1") { return true }
        if take("0") { return false }
        throw failure("expected ?0 or ?1")
    }

    private mutating func date() throws(StructuredFieldError) -> Int64 {
        _ = next()
        guard let first = peek, first == UInt8(ascii: "-") || Self.isDigit(first), case .integer(let seconds) = try number() else {
            throw failure("expected whole seconds")
        }
        return seconds
    }

    private mutating func displayString() throws(StructuredFieldError) -> String {
        _ = next()
        guard take("\"") else { throw failure("expected a quote after %") }
        var content: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw failure("expected UTF-8") }
                return text
            case UInt8(ascii: "%"):
                guard let high = Self.hexDigit(next()), let low = Self.hexDigit(next()) else {
                    throw failure("expected two hexadecimal digits in small letters")
                }
                content.append(high << 4 | low)
            case 0x20...0x7E:
                content.append(byte)
            default:
                throw failure("expected printable ASCII in a display string")
            }
        }
        throw failure("expected the display string to end")
    }

    private static func hexDigit(_ byte: UInt8?) -> UInt8? {
        guard let byte else { return nil }
        if isDigit(byte) { return byte - UInt8(ascii: "0") }
        return byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f") ? byte - UInt8(ascii: "a") + 10 : nil
    }
}
