/// A Unicode property that `\p{…}` names (ECMA-262 §22.2.2.9, UnicodeMatchProperty).
enum ScalarProperty: Sendable {
    case generalCategory(Set<Unicode.GeneralCategory>)
    case binary(@Sendable (Unicode.Scalar) -> Bool)
    case script(ScriptProperty)

    func holds(for value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        return switch self {
        case .generalCategory(let categories): categories.contains(scalar.properties.generalCategory)
        case .binary(let test): test(scalar)
        case .script(let script): script.holds(for: scalar)
        }
    }

    /// What stands between the braces, e.g. `Lu`, `Letter`, `gc=Lu`, `Script=Greek`, `Alphabetic`; nil for unknown names.
    init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            switch parts[0] {
            case "General_Category", "gc": self.init(category: parts[1])
            case "Script", "sc", "Script_Extensions", "scx":
                guard
                    let script = ScriptProperty(name: parts[1], withExtensions: parts[0].hasSuffix("x") || parts[0].hasSuffix("Extensions"))
                else { return nil }
                self = .script(script)
            default: return nil
            }
        } else if let test = Self.binaries[text] {
            self = .binary(test)
        } else {
            self.init(category: text)
        }
    }

    /// A general category by its short or long name; one letter stands for the whole group.
    init?(category name: String) {
        let short = Self.longNames[name] ?? name
        if short == "LC" {
            self = .generalCategory([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter])
            return
        }
        let found = Self.categories.filter { $0.key == short || short.utf8.count == 1 && $0.key.hasPrefix(short) }
        guard !found.isEmpty else { return nil }
        self = .generalCategory(Set(found.values))
    }

    private static let categories: [String: Unicode.GeneralCategory] = [
        "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter, "Lo": .otherLetter,
        "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber, "Nl": .letterNumber, "No": .otherNumber,
        "Pc": .connectorPunctuation, "Pd": .dashPunctuation, "Ps": .openPunctuation, "Pe": .closePunctuation,
        "Pi": .initialPunctuation, "Pf": .finalPunctuation, "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol,
        "Sk": .modifierSymbol, "So": .otherSymbol, "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator,
        "Cc": .control, "Cf": .format, "Cs": .surrogate, "Co": .privateUse, "Cn": .unassigned,
    ]

    private static let longNames: [String: String] = [
        "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
        "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc",
        "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
        "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
        "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S",
        "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
        "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc", "cntrl": "Cc",
        "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
    ]

    private static let binaries: [String: @Sendable (Unicode.Scalar) -> Bool] = [
        "Any": { _ in true }, "ASCII": { $0.isASCII }, "Assigned": { $0.properties.generalCategory != .unassigned },
        "ASCII_Hex_Digit": { $0.properties.isASCIIHexDigit }, "AHex": { $0.properties.isASCIIHexDigit },
        "Alphabetic": { $0.properties.isAlphabetic }, "Alpha": { $0.properties.isAlphabetic },
        "Bidi_Control": { $0.properties.isBidiControl }, "Bidi_Mirrored": { $0.properties.isBidiMirrored },
        "Cased": { $0.properties.isCased }, "Case_Ignorable": { $0.properties.isCaseIgnorable }, "Dash": { $0.properties.isDash },
        "Default_Ignorable_Code_Point": { $0.properties.isDefaultIgnorableCodePoint }, "Deprecated": { $0.properties.isDeprecated },
        "Diacritic": { $0.properties.isDiacritic }, "Emoji": { $0.properties.isEmoji },
        "Emoji_Modifier": { $0.properties.isEmojiModifier }, "Emoji_Modifier_Base": { $0.properties.isEmojiModifierBase },
        "Emoji_Presentation": { $0.properties.isEmojiPresentation }, "Extender": { $0.properties.isExtender },
        "Grapheme_Base": { $0.properties.isGraphemeBase }, "Grapheme_Extend": { $0.properties.isGraphemeExtend },
        "Hex_Digit": { $0.properties.isHexDigit }, "Hex": { $0.properties.isHexDigit },
        "ID_Continue": { $0.properties.isIDContinue }, "ID_Start": { $0.properties.isIDStart },
        "Ideographic": { $0.properties.isIdeographic }, "Join_Control": { $0.properties.isJoinControl },
        "Lowercase": { $0.properties.isLowercase }, "Lower": { $0.properties.isLowercase }, "Math": { $0.properties.isMath },
        "Noncharacter_Code_Point": { $0.properties.isNoncharacterCodePoint }, "Pattern_Syntax": { $0.properties.isPatternSyntax },
        "Pattern_White_Space": { $0.properties.isPatternWhitespace }, "Quotation_Mark": { $0.properties.isQuotationMark },
        "Radical": { $0.properties.isRadical }, "Sentence_Terminal": { $0.properties.isSentenceTerminal },
        "Soft_Dotted": { $0.properties.isSoftDotted }, "Terminal_Punctuation": { $0.properties.isTerminalPunctuation },
        "Unified_Ideograph": { $0.properties.isUnifiedIdeograph }, "Uppercase": { $0.properties.isUppercase },
        "Upper": { $0.properties.isUppercase }, "Variation_Selector": { $0.properties.isVariationSelector },
        "White_Space": { $0.properties.isWhitespace }, "space": { $0.properties.isWhitespace },
        "XID_Continue": { $0.properties.isXIDContinue }, "XID_Start": { $0.properties.isXIDStart },
    ]
}
