// The one way to write each value (RFC 9651 §4.1).

extension BareItem {
    var serialized: String {
        switch self {
        case .integer(let value): String(value)
        case .decimal(let thousandths): Self.decimal(thousandths)
        case .string(let text): Self.quoted(text)
        case .token(let text): text
        case .bytes(let bytes): ":\(Base64Alphabet.standard.encode(bytes)):"
        case .boolean(let flag): flag ? "?1" : "?0"
        case .date(let seconds): "@\(seconds)"
        case .displayString(let text): Self.percentEncoded(text)
        }
    }

    private static func decimal(_ thousandths: Int64) -> String {
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        var fraction = String(repeating: "0", count: 3 - String(rest).count) + String(rest)
        while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(thousandths < 0 ? "-" : "")\(whole).\(fraction)"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    private static func percentEncoded(_ text: String) -> String {
        var result = "%\""
        for byte in text.utf8 {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\"") || byte < 0x20 || byte > 0x7E {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            } else {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result + "\""
    }
}

extension StructuredParameters {
    var serialized: String {
        entries.map { $0.value == .boolean(true) ? ";\($0.key)" : ";\($0.key)=\($0.value.serialized)" }.joined()
    }
}

extension StructuredItem {
    var serialized: String { value.serialized + parameters.serialized }
}

extension StructuredInnerList {
    var serialized: String { "(\(items.map(\.serialized).joined(separator: " ")))\(parameters.serialized)" }
}

extension StructuredMember {
    var serialized: String {
        switch self {
        case .item(let item): item.serialized
        case .innerList(let list): list.serialized
        }
    }
}

extension StructuredDictionary {
    var serialized: String {
        entries.map { entry in
            // A true needs no value: its parameters follow the name.
            if case .item(let item) = entry.member, item.value == .boolean(true) { return entry.key + item.parameters.serialized }
            return "\(entry.key)=\(entry.member.serialized)"
        }.joined(separator: ", ")
    }
}
