/// Base64 of RFC 4648 in one of its two alphabets, refusing every text that is not the one encoding of its bytes.
package struct Base64Alphabet: Sendable {
    /// §4, padded to a multiple of four characters.
    package static let standard = Base64Alphabet(last: "+/", isPadded: true)
    /// §5, without padding as JOSE asks (RFC 7515 §2).
    package static let url = Base64Alphabet(last: "-_", isPadded: false)

    private let characters: [UInt8]
    private let values: [UInt8?]
    private let isPadded: Bool

    private init(last: String, isPadded: Bool) {
        characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
        var table = [UInt8?](repeating: nil, count: 256)
        for (value, character) in characters.enumerated() { table[Int(character)] = UInt8(value) }
        values = table
        self.isPadded = isPadded
    }

    /// Four characters for each three bytes, and what the alphabet asks for the rest.
    package func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                if place <= group.count {
                    text.append(characters[Int(bits >> UInt32(18 - 6 * place) & 63)])
                } else if isPadded {
                    text.append(UInt8(ascii: "="))
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for foreign characters (white space too), wrong padding, impossible lengths and unused bits that are set.
    package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var body = Array(text)
        if isPadded {
            guard body.count % 4 == 0 else { return nil }
            for _ in 0..<2 where body.last == UInt8(ascii: "=") { body.removeLast() }
        }
        guard body.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var pending: UInt32 = 0
        for character in body {
            guard let value = values[Int(character)] else { return nil }
            bits = bits << 6 | UInt32(value)
            pending += 6
            if pending >= 8 {
                pending -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> pending))
                bits &= (1 << pending) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }
}
