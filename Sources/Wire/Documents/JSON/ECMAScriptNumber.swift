/// How ECMAScript prints a number (ECMA-262 §6.1.6.1.20, radix 10), the form RFC 8785 §3.2.2.3 asks for.
enum ECMAScriptNumber {
    /// The shortest digits that read back as `value`; `value` is finite.
    static func text(of value: Double) -> String {
        if value == 0 { return "0" }
        let decimal = ExactDecimal(value.description)
        let digits = String(decoding: decimal.digits.map { $0 + 0x30 }, as: UTF8.self)
        let count = decimal.digits.count
        let point = decimal.exponent
        let sign = decimal.isNegative ? "-" : ""
        if count <= point, point <= 21 { return sign + digits + String(repeating: "0", count: point - count) }
        if 0 < point, point <= 21 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
        if -6 < point, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        let power = point - 1
        let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
        return sign + mantissa + (power < 0 ? "e-" : "e+") + String(power.magnitude)
    }
}
