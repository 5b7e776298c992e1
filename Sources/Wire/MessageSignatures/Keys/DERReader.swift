/// Just enough of DER (ITU-T X.690) to take keys out of their PKCS #1 and PKCS #8 envelopes.
struct DERReader {
    /// Identifier octets of the types that occur there.
    enum Tag: UInt8 {
        case integer = 0x02
        case bitString = 0x03
        case octetString = 0x04
        case objectIdentifier = 0x06
        case sequence = 0x30
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The contents of the next value; nil when it is of another type or its length is not in the shortest form.
    mutating func read(_ tag: Tag) -> [UInt8]? {
        guard rest.popFirst() == tag.rawValue, let length = readLength(), length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }

    /// A reader for what is inside the next value.
    mutating func enter(_ tag: Tag) -> DERReader? { read(tag).map { DERReader($0) } }

    /// The magnitude of the next non-negative integer without leading zeros; `[0]` is empty.
    mutating func readMagnitude() -> [UInt8]? {
        guard let bytes = read(.integer), let first = bytes.first, first < 0x80 else { return nil }
        return Array(bytes.drop { $0 == 0 })
    }

    private mutating func readLength() -> Int? {
        guard let first = rest.popFirst() else { return nil }
        if first < 0x80 { return Int(first) }
        let count = Int(first & 0x7F)
        guard (1...3).contains(count), rest.count >= count, rest.first != 0 else { return nil }
        let length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(count)
        return length >= 0x80 ? length : nil
    }
}
