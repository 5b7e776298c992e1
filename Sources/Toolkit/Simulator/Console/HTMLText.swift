/// Text made safe for HTML; markup is only what is written as a literal in this module.
struct HTMLText: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    private(set) var description: String

    /// Markup as it is.
    init(stringLiteral markup: String) { description = markup }

    init(stringInterpolation: StringInterpolation) { description = stringInterpolation.markup }

    /// Literal parts are markup, interpolated strings and numbers are text and escaped, interpolated `HTMLText` is markup.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { markup += literal }
        mutating func appendInterpolation(_ text: String) { markup += HTMLText.escaped(text) }
        mutating func appendInterpolation(_ number: Int) { markup += String(number) }
        mutating func appendInterpolation(_ html: HTMLText) { markup += html.description }
        mutating func appendInterpolation(_ parts: [HTMLText]) { for part in parts { markup += part.description } }
    }

    /// For element content and for attribute values between double quotes. Control characters other than line breaks and tabs, which HTML
    /// has no way to write, are shown as their symbols (U+2400 …).
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default:
                let symbol = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : nil
                result.unicodeScalars.append(symbol ?? scalar)
            }
        }
        return result
    }
}
