extension PatternParser {
    /// What follows a backslash outside a class; `position` is behind the backslash.
    mutating func escape() throws(DocumentError) -> PatternSyntax {
        if dialect == .ecmaScript {
            switch next {
            case "b":
                position += 1
                return .assertion(.wordBoundary)
            case "B":
                position += 1
                return .assertion(.noWordBoundary)
            case "k":
                position += 1
                guard take("<") else { throw error(expected: "`<name>` after `\\k`") }
                wantedNames.insert(try groupName())
                return .backReference
            case "1", "2", "3", "4", "5", "6", "7", "8", "9":
                wantedGroup = max(wantedGroup, number() ?? 0)
                return .backReference
            default: break
            }
        }
        return .scalars(try escapedSet())
    }

    /// The set an escape stands for, inside or outside a class; `position` is behind the backslash.
    mutating func escapedSet() throws(DocumentError) -> ScalarSet {
        guard let letter = next else { throw error(expected: "a character after the backslash") }
        if letter == "p" || letter == "P" {
            position += 1
            return try property(isNegated: letter == "P")
        }
        if dialect == .ecmaScript, let set = Self.classes[letter] {
            position += 1
            return set
        }
        return ScalarSet(try escapedScalar(letter))
    }

    private static let classes: [Unicode.Scalar: ScalarSet] = [
        "d": .digits, "D": ScalarSet.digits.negated, "w": .word, "W": ScalarSet.word.negated, "s": .space, "S": ScalarSet.space.negated,
    ]

    private static let controls: [Unicode.Scalar: UInt32] = ["t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D]

    private mutating func escapedScalar(_ letter: Unicode.Scalar) throws(DocumentError) -> UInt32 {
        let isInteroperable = dialect == .interoperable
        if let control = Self.controls[letter], !isInteroperable || "tnr".unicodeScalars.contains(letter) {
            position += 1
            return control
        }
        if isInteroperable {
            // RFC 9485 §4, SingleCharEsc.
            guard "()*+-.?[\\]^{|}".unicodeScalars.contains(letter) else { throw error(expected: "an escape of RFC 9485") }
            position += 1
            return letter.value
        }
        switch letter {
        case "0":
            position += 1
            if let digit = next, ("0"..."9").contains(digit) { throw error(expected: "no digit after `\\0`") }
            return 0
        case "c":
            position += 1
            guard let control = next, control.isASCII, control.properties.isAlphabetic else {
                throw error(expected: "a letter after `\\c`")
            }
            position += 1
            return control.value & 31
        case "x":
            position += 1
            return try hexDigits(2)
        case "u":
            position += 1
            return try codePoint()
        default:
            // Letters and digits are reserved under the `u` flag; punctuation stands for itself.
            guard letter.isASCII, !letter.properties.isAlphabetic, !("0"..."9").contains(letter), letter.value > 0x20, letter != "_" else {
                throw error(expected: "an escape of ECMA-262")
            }
            position += 1
            return letter.value
        }
    }

    private mutating func hexDigits(_ count: Int) throws(DocumentError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = next.flatMap({ UInt8(exactly: $0.value) }).flatMap({ UInt32(hexDigit: $0) }) else {
                throw error(expected: "\(count) hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// `XXXX`, `{X…}`, or the four digits of a high surrogate and `\uXXXX` of the low one.
    private mutating func codePoint() throws(DocumentError) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            var count = 0
            while let digit = next.flatMap({ UInt8(exactly: $0.value) }).flatMap({ UInt32(hexDigit: $0) }) {
                value = min(value << 4 | digit, 0x11_0000)
                count += 1
                position += 1
            }
            guard count > 0, value < 0x11_0000, take("}") else { throw error(expected: "a code point up to 10FFFF in braces") }
            return value
        }
        let unit = try hexDigits(4)
        guard (0xD800..<0xDC00).contains(unit), position + 1 < scalars.count, scalars[position] == "\\", scalars[position + 1] == "u" else {
            return unit
        }
        let start = position
        position += 2
        let low = try hexDigits(4)
        guard (0xDC00..<0xE000).contains(low) else {
            position = start
            return unit
        }
        return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func property(isNegated: Bool) throws(DocumentError) -> ScalarSet {
        guard take("{") else { throw error(expected: "a property in braces") }
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar != "}" {
            name.append(scalar)
            position += 1
        }
        let found = dialect == .ecmaScript ? ScalarProperty(String(name)) : name.count <= 2 ? ScalarProperty(category: String(name)) : nil
        guard take("}"), let property = found else { throw error(expected: "a property of Unicode, not `\(String(name))`,") }
        return ScalarSet(property, isNegated: isNegated)
    }

    /// A class; `position` is behind the opening bracket.
    mutating func characterClass() throws(DocumentError) -> ScalarSet {
        var set = ScalarSet()
        let isNegated = take("^")
        if dialect == .interoperable, next == "]" { throw error(expected: "at least one character in a class") }
        while let scalar = next, scalar != "]" {
            let first = try classAtom(scalar)
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                set.formUnion(first)
                continue
            }
            position += 1
            guard let upper = next else { break }
            let last = try classAtom(upper)
            guard let low = first.single, let high = last.single, low <= high else {
                throw error(expected: "a range in ascending order before")
            }
            set.insert(low...high)
        }
        guard take("]") else { throw error(expected: "the `]` of a class") }
        set.isNegated = isNegated
        return set
    }

    private mutating func classAtom(_ scalar: Unicode.Scalar) throws(DocumentError) -> ScalarSet {
        position += 1
        if scalar == "[", dialect == .interoperable {
            position -= 1
            throw error(expected: "an escape before `[` in a class")
        }
        guard scalar == "\\" else { return ScalarSet(scalar.value) }
        if dialect == .ecmaScript, take("b") { return ScalarSet(0x08) }
        return try escapedSet()
    }
}
