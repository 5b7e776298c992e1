/// A distinguished name as text (RFC 4514, and RFC 2253 before it), brought into the one form in which two of them are compared.
///
/// Kinds of attributes become object identifiers and values their bytes, so that it does not matter how tools spell a kind (`emailAddress`, `E`),
/// escape a character (`\C3\A9`, `é`), write a value in hexadecimal or set blanks beside separators. Values are compared byte by byte: neither
/// case nor Unicode equivalence makes two names one.
enum NameText {
    /// Keywords of RFC 4514 §3 and those that OpenSSL writes, in lower case.
    private static let kinds = [
        "cn": "2.5.4.3", "sn": "2.5.4.4", "surname": "2.5.4.4", "serialnumber": "2.5.4.5", "c": "2.5.4.6", "l": "2.5.4.7", "st": "2.5.4.8",
        "s": "2.5.4.8", "street": "2.5.4.9", "o": "2.5.4.10", "ou": "2.5.4.11", "title": "2.5.4.12", "businesscategory": "2.5.4.15",
        "postalcode": "2.5.4.17", "gn": "2.5.4.42", "givenname": "2.5.4.42", "organizationidentifier": "2.5.4.97",
        "uid": "0.9.2342.19200300.100.1.1", "dc": "0.9.2342.19200300.100.1.25", "e": "1.2.840.113549.1.9.1",
        "email": "1.2.840.113549.1.9.1", "emailaddress": "1.2.840.113549.1.9.1", "jurisdictionc": "1.3.6.1.4.1.311.60.2.1.3",
    ]

    private static let separators = Set(",+".utf8)
    /// What stands in a value only behind a backslash.
    private static let special = Set("\";<>".utf8)
    private static let escapable = Set(" \"#+,;<=>\\".utf8)
    private static let space = UInt8(ascii: " ")

    /// Nil for what is no distinguished name, and for one with a kind that has no known identifier: nobody could tell what it means.
    static func normal(_ text: String) -> [UInt8]? {
        var rest = Array(text.utf8)[...]
        var names: [[String]] = [[]]
        while true {
            guard let kind = kind(&rest), let value = value(&rest) else { return nil }
            names[names.count - 1].append("\(kind)=\(value)")
            guard let separator = rest.popFirst() else { break }
            if separator == UInt8(ascii: ",") { names.append([]) }
        }
        // Of attributes in one part of a name the order says nothing (RFC 4514 §2.2).
        return Array(names.map { $0.sorted().joined(separator: "+") }.joined(separator: ",").utf8)
    }

    /// The identifier of a kind, up to and with its `=`.
    private static func kind(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let word = String(decoding: trimmed(rest[..<end]), as: UTF8.self).lowercased()
        rest = rest[(end + 1)...]
        if let known = kinds[word] { return known }
        let dotted = word.hasPrefix("oid.") ? word.dropFirst(4) : word[...]
        let numbers = dotted.split(separator: ".", omittingEmptySubsequences: false)
        let isIdentifier = numbers.count > 1 && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return isIdentifier ? String(dotted) : nil
    }

    /// The bytes of a value in hexadecimal, up to the next separator, which stays.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
        rest = rest.drop { $0 == space }
        if rest.first == UInt8(ascii: "#") {
            let end = rest.firstIndex(where: separators.contains) ?? rest.endIndex
            defer { rest = rest[end...] }
            return bytes(ofHex: trimmed(rest[..<end].dropFirst())).flatMap(encoded)
        }
        var value: [UInt8] = []
        // Blanks at the end count only behind a backslash.
        var kept = 0
        while let byte = rest.first, !separators.contains(byte) {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\\") {
                guard let next = rest.first else { return nil }
                if escapable.contains(next) {
                    value.append(next)
                    rest = rest.dropFirst()
                } else {
                    guard rest.count > 1, let pair = bytes(ofHex: rest.prefix(2)) else { return nil }
                    value += pair
                    rest = rest.dropFirst(2)
                }
                kept = value.count
            } else {
                guard !special.contains(byte) else { return nil }
                value.append(byte)
                if byte != space { kept = value.count }
            }
        }
        let text = value.prefix(kept)
        return String(validating: text, as: UTF8.self) == nil ? nil : hex(text)
    }

    /// A value that was written as its encoding (RFC 4514 §2.4): of the strings that names are made of what they say, else the encoding itself.
    private static func encoded(_ der: [UInt8]) -> String? {
        guard der.count >= 2 else { return nil }
        let isText = [0x0c, 0x13, 0x16].contains(der[0])
        if isText, der[1] < 0x80, Int(der[1]) == der.count - 2 { return hex(der[2...]) }
        if isText, der[1] == 0x81, der.count > 2, der[2] >= 0x80, Int(der[2]) == der.count - 3 { return hex(der[3...]) }
        return isText ? nil : "#" + hex(der[...])
    }

    private static func bytes(ofHex digits: some Collection<UInt8>) -> [UInt8]? {
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let number = Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init), digit < 0x80 else { return nil }
            if let first = high {
                bytes.append(first << 4 | number)
                high = nil
            } else {
                high = number
            }
        }
        return bytes
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xf, radix: 16) }.joined()
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 == space }
        while bytes.last == space { bytes = bytes.dropLast() }
        return bytes
    }
}
