// No `nil` literal on purpose: in `condition ? node : nil` it would quietly make JSON null of what should be absent.
extension Node: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    package init(integerLiteral value: Int) { self.init(.number(Number(value))) }
    package init(stringLiteral value: String) { self.init(.string(value)) }
    package init(arrayLiteral elements: Node...) { self.init(.array(elements)) }
    package init(dictionaryLiteral members: (String, Node)...) { self = .object(members) }

    /// The literal must be finite: JSON has neither infinities nor NaN.
    package init(floatLiteral value: Double) {
        guard let number = Number(value) else { preconditionFailure("a JSON number is finite, got \(value)") }
        self.init(.number(number))
    }
}
