/// The rule of RFC 5893 §2 for domain names with right-to-left labels.
enum BidirectionalRule {
    /// The bidirectional classes that the rule tells apart.
    private enum Class { case left, right, arabicNumber, europeanNumber, nonspacing, neutral }

    /// The label holds right-to-left letters or Arabic numbers.
    static func appliesTo(_ label: [Unicode.Scalar]) -> Bool {
        label.contains { scalar in
            switch classOf(scalar) {
            case .right, .arabicNumber: true
            case .left, .europeanNumber, .nonspacing, .neutral: false
            }
        }
    }

    static func holds(for label: [Unicode.Scalar]) -> Bool {
        let classes = label.map(classOf)
        guard let last = classes.last(where: { $0 != .nonspacing }) else { return false }
        switch classes.first {
        case .right:
            guard !classes.contains(.left), last != .neutral else { return false }
            return !(classes.contains(.europeanNumber) && classes.contains(.arabicNumber))
        case .left:
            return !classes.contains(.right) && !classes.contains(.arabicNumber) && (last == .left || last == .europeanNumber)
        case .arabicNumber, .europeanNumber, .nonspacing, .neutral, nil: return false
        }
    }

    private static func classOf(_ scalar: Unicode.Scalar) -> Class {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return .nonspacing
        default: break
        }
        switch scalar.value {
        case 0x30...0x39, 0x6F0...0x6F9: return .europeanNumber
        case 0x660...0x669, 0x66B...0x66C, 0x6DD: return .arabicNumber
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return .right
        default: break
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .spacingMark, .decimalNumber: return .left
        default: return .neutral
        }
    }
}
