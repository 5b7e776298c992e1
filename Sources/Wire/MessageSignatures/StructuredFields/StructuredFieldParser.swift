/// Reads structured fields exactly as RFC 9651 §4.2 says; Base64 is read strictly, which §4.2.7 allows.
struct StructuredFieldParser {
    /// Field values beyond this many bytes are refused.
    static let maximumBytes = 64 << 10

    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ value: some Collection<UInt8>) throws(StructuredFieldError) {
        bytes = Array(value)
        guard bytes.count <= Self.maximumBytes else {
            throw StructuredFieldError(offset: 0, message: "the field has more than \(Self.maximumBytes) bytes")
        }
    }

    static func item(_ value: String) throws(StructuredFieldError) -> StructuredItem {
        try whole(value) { parser throws(StructuredFieldError) in try parser.item() }
    }

    static func list(_ value: String) throws(StructuredFieldError) -> [StructuredMember] {
        try whole(value) { parser throws(StructuredFieldError) in
            var members: [StructuredMember] = []
            try parser.separatedByCommas { parser throws(StructuredFieldError) in members.append(try parser.member()) }
            return members
        }
    }

    static func dictionary(_ value: String) throws(StructuredFieldError) -> StructuredDictionary {
        try whole(value) { parser throws(StructuredFieldError) in
            var dictionary = StructuredDictionary()
            try parser.separatedByCommas { parser throws(StructuredFieldError) in
                let key = try parser.key()
                if parser.take("=") {
                    dictionary.set(key, try parser.member())
                } else {
                    dictionary.set(key, .item(StructuredItem(value: .boolean(true), parameters: try parser.parameters())))
                }
            }
            return dictionary
        }
    }

    /// Parameters alone, as they stand behind an item: nothing or `;name=value…`.
    static func parameters(_ value: some StringProtocol) throws(StructuredFieldError) -> StructuredParameters {
        var parser = try StructuredFieldParser(value.utf8)
        let parameters = try parser.parameters()
        guard parser.isAtEnd else { throw parser.failure("expected ; or the end") }
        return parameters
    }

    // MARK: Structure

    private static func whole<Result>(
        _ value: String, _ read: (inout StructuredFieldParser) throws(StructuredFieldError) -> Result
    ) throws(StructuredFieldError) -> Result {
        var parser = try StructuredFieldParser(value.utf8)
        parser.skip(" ")
        let result = try read(&parser)
        parser.skip(" ")
        guard parser.isAtEnd else { throw parser.failure("expected the end of the field") }
        return result
    }

    private mutating func separatedByCommas(
        _ read: (inout StructuredFieldParser) throws(StructuredFieldError) -> Void
    ) throws(StructuredFieldError) {
        while !isAtEnd {
            try read(&self)
            skipOptionalWhiteSpace()
            if isAtEnd { return }
            guard take(",") else { throw failure("expected a comma") }
            skipOptionalWhiteSpace()
            guard !isAtEnd else { throw failure("expected a member after the comma") }
        }
    }

    private mutating func member() throws(StructuredFieldError) -> StructuredMember {
        if peek == UInt8(ascii: "(") { return .innerList(try innerList()) }
        return .item(try item())
    }

    mutating func innerList() throws(StructuredFieldError) -> StructuredInnerList {
        guard take("(") else { throw failure("expected (") }
        var items: [StructuredItem] = []
        while true {
            skip(" ")
            if take(")") { return StructuredInnerList(items: items, parameters: try parameters()) }
            items.append(try item())
            guard peek == UInt8(ascii: " ") || peek == UInt8(ascii: ")") else { throw failure("expected a space or )") }
        }
    }

    mutating func item() throws(StructuredFieldError) -> StructuredItem {
        StructuredItem(value: try bareItem(), parameters: try parameters())
    }

    mutating func parameters() throws(StructuredFieldError) -> StructuredParameters {
        var parameters = StructuredParameters()
        while take(";") {
            skip(" ")
            let key = try key()
            parameters.set(key, take("=") ? try bareItem() : .boolean(true))
        }
        return parameters
    }

    mutating func key() throws(StructuredFieldError) -> String {
        guard let first = peek, Self.isLower(first) || first == UInt8(ascii: "*") else {
            throw failure("expected a name that starts with a small letter or *")
        }
        return text { Self.isLower($0) || Self.isDigit($0) || "_-.*".utf8.contains($0) }
    }

    // MARK: Bytes

    var isAtEnd: Bool { offset == bytes.count }

    var peek: UInt8? { isAtEnd ? nil : bytes[offset] }

    mutating func next() -> UInt8? {
        guard let byte = peek else { return nil }
        offset += 1
        return byte
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    mutating func text(_ belongs: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = peek, belongs(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    func failure(_ message: String) -> StructuredFieldError { StructuredFieldError(offset: offset, message: message) }

    private mutating func skip(_ character: Unicode.Scalar) {
        while take(character) {}
    }

    private mutating func skipOptionalWhiteSpace() {
        while take(" ") || take("\t") {}
    }

    static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// A character of a token as RFC 9110 §5.6.2 has it.
    static func isTokenCharacter(_ byte: UInt8) -> Bool {
        isLower(byte) || isUpper(byte) || isDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
