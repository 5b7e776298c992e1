internal import Foundation

/// A U-label and what RFC 5891 §5.4 and RFC 5892 ask of it.
struct InternationalLabel {
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var isValid: Bool {
        guard let first = scalars.first, first != "-", scalars.last != "-" else { return false }
        if scalars.count >= 4, scalars[2] == "-", scalars[3] == "-" { return false }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        let text = String(String.UnicodeScalarView(scalars))
        guard text.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(scalars) else { return false }
        return scalars.indices.allSatisfy { isAllowed(at: $0) }
    }

    private func isAllowed(at index: Int) -> Bool {
        let scalar = scalars[index]
        switch scalar.value {
        // RFC 5892 §2.6: exceptions that are valid,
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
        // and those that are not.
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
        default: return contextHolds(at: index) ?? Self.isDerivedValid(scalar)
        }
    }

    /// The rules of RFC 5892 appendix A; nil for scalars without one.
    private func contextHolds(at index: Int) -> Bool? {
        let before = index > 0 ? scalars[index - 1] : nil
        let after = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch scalars[index].value {
        case 0x200C: return before.map(Self.isVirama) ?? false || joinsAround(index)
        case 0x200D: return before.map(Self.isVirama) ?? false
        case 0xB7: return before == "l" && after == "l"
        case 0x375: return after.map { Self.isGreek($0.value) } ?? false
        case 0x5F3, 0x5F4: return before.map { Self.isHebrew($0.value) } ?? false
        case 0x30FB: return scalars.contains { Self.isJapanese($0.value) }
        case 0x660...0x669: return !scalars.contains { (0x6F0...0x6F9).contains($0.value) }
        case 0x6F0...0x6F9: return !scalars.contains { (0x660...0x669).contains($0.value) }
        default: return nil
        }
    }

    private static func isVirama(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.canonicalCombiningClass == .virama }

    /// Appendix A.1: a letter that joins to the left before, one that joins to the right behind, marks between them.
    private func joinsAround(_ index: Int) -> Bool {
        let before = scalars[..<index].last { !JoiningType.isTransparent($0) }
        let after = scalars[(index + 1)...].first { !JoiningType.isTransparent($0) }
        guard let before, let after else { return false }
        return JoiningType.joinsForward(before.value) && JoiningType.joinsBackward(after.value)
    }

    /// RFC 5892 §3, in its order.
    private static func isDerivedValid(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.generalCategory == .unassigned { return false }
        switch scalar {
        case "-", "0"..."9", "a"..."z": return true
        default: break
        }
        switch scalar.value {
        // Old Hangul Jamo, then blocks of symbols.
        case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0x20D0...0x20FF, 0x1D100...0x1D24F: return false
        default: break
        }
        if isUnstable(scalar) || properties.isDefaultIgnorableCodePoint || properties.isWhitespace || properties.isNoncharacterCodePoint {
            return false
        }
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// §2.2: normalisation and case folding change it.
    private static func isUnstable(_ scalar: Unicode.Scalar) -> Bool {
        let folded = String(scalar).precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
        return !folded.unicodeScalars.elementsEqual([scalar])
    }

    private static func isGreek(_ value: UInt32) -> Bool { (0x370...0x3FF).contains(value) || (0x1F00...0x1FFF).contains(value) }
    private static func isHebrew(_ value: UInt32) -> Bool { (0x591...0x5F4).contains(value) || (0xFB1D...0xFB4F).contains(value) }

    /// Hiragana, Katakana or Han.
    private static func isJapanese(_ value: UInt32) -> Bool {
        switch value {
        case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0x2E80...0x2FD5, 0x3005, 0x3007,
            0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }
}
