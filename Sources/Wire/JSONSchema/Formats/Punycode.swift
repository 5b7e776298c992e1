/// The encoding of Unicode labels in ASCII (RFC 3492), without the `xn--` prefix.
enum Punycode {
    private static let base = 36
    private static let firstScalar = 0x80

    /// Nil for text that is no encoding of scalars.
    static func decoded(_ text: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
        var output: [UInt32] = []
        var input = text
        if let delimiter = text.lastIndex(of: UInt8(ascii: "-")) {
            output = text[..<delimiter].map { UInt32($0) }
            input = text[(delimiter + 1)...]
        }
        var scalar = firstScalar
        var index = 0
        var bias = 72
        while !input.isEmpty {
            let oldIndex = index
            var weight = 1
            var position = base
            while true {
                guard let byte = input.popFirst(), let digit = digit(byte) else { return nil }
                index += digit * weight
                guard index < 1 << 40 else { return nil }
                let threshold = threshold(position, bias)
                if digit < threshold { break }
                weight *= base - threshold
                guard weight < 1 << 40 else { return nil }
                position += base
            }
            let count = output.count + 1
            bias = adapted(index - oldIndex, count, isFirst: oldIndex == 0)
            scalar += index / count
            index %= count
            guard scalar <= 0x10FFFF else { return nil }
            output.insert(UInt32(scalar), at: index)
            index += 1
        }
        var scalars: [Unicode.Scalar] = []
        for value in output {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            scalars.append(scalar)
        }
        return scalars
    }

    static func encoded(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var handled = basic
        var current = firstScalar
        var delta = 0
        var bias = 72
        while handled < scalars.count {
            guard let next = scalars.lazy.map({ Int($0.value) }).filter({ $0 >= current }).min() else { break }
            delta += (next - current) * (handled + 1)
            current = next
            for scalar in scalars {
                if scalar.value < current { delta += 1 }
                guard scalar.value == current else { continue }
                var rest = delta
                var position = base
                while true {
                    let threshold = threshold(position, bias)
                    if rest < threshold { break }
                    output.append(character(threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                    position += base
                }
                output.append(character(rest))
                bias = adapted(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            current += 1
        }
        return output
    }

    private static func threshold(_ position: Int, _ bias: Int) -> Int { min(max(position - bias, 1), 26) }

    /// §6.1
    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var bias = 0
        while delta > (base - 1) * 26 / 2 {
            delta /= base - 1
            bias += base
        }
        return bias + base * delta / (delta + 38)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - 0x61)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - 0x30) + 26
        default: nil
        }
    }

    private static func character(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30) }
}
