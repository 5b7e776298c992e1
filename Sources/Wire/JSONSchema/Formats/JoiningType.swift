/// How letters of cursive scripts join (Unicode `Joining_Type`), for Arabic, Syriac, N'Ko and Mandaic.
enum JoiningType {
    /// Marks that do not interrupt a join.
    static func isTransparent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: scalar.value != 0x200C && scalar.value != 0x200D
        default: false
        }
    }

    /// Dual-joining letters join to the one behind them.
    static func joinsForward(_ value: UInt32) -> Bool { isCursive(value) && !isRightJoining(value) && !isNonJoining(value) }

    /// Dual- and right-joining letters join to the one before them.
    static func joinsBackward(_ value: UInt32) -> Bool { isCursive(value) && !isNonJoining(value) }

    private static func isCursive(_ value: UInt32) -> Bool {
        switch value {
        case 0x620...0x64A, 0x66E...0x6D3, 0x6D5, 0x6EE...0x6EF, 0x6FA...0x6FF, 0x710...0x72F, 0x74D...0x77F, 0x7CA...0x7EA, 0x840...0x858,
            0x8A0...0x8C7, 0xA840...0xA871:
            true
        default: false
        }
    }

    /// Join only to the letter before them: alef, dal, reh, waw and their like.
    private static func isRightJoining(_ value: UInt32) -> Bool {
        switch value {
        case 0x622...0x625, 0x627, 0x629, 0x62F...0x632, 0x648, 0x671...0x673, 0x675...0x677, 0x688...0x699, 0x6C0, 0x6C3...0x6CB, 0x6CD,
            0x6CF, 0x6D2...0x6D3, 0x6D5, 0x6EE...0x6EF, 0x710, 0x715...0x719, 0x71E, 0x728, 0x72A, 0x72C, 0x72F, 0x74D, 0x759...0x75B,
            0x76B...0x76C, 0x771, 0x773...0x774, 0x778...0x779, 0x840, 0x846, 0x849, 0x854, 0x8AA...0x8AC, 0x8AE, 0x8B1...0x8B2, 0x8B9:
            true
        default: false
        }
    }

    private static func isNonJoining(_ value: UInt32) -> Bool {
        switch value {
        case 0x621, 0x674, 0x8AD: true
        default: false
        }
    }
}
