extension Node {
    /// The canonical form of RFC 8785: no white space, names sorted by UTF-16 units, numbers as ECMAScript prints doubles.
    ///
    /// Throws `notCanonical` for a number beyond a double's range, and for a whole number that no double holds, such as 2⁵³+1: it would
    /// share its canonical form with its neighbour. Fractions are rounded to the nearest double, as the RFC says.
    package func canonicalBytes() throws(DocumentError) -> [UInt8] {
        var writer = JSONWriter(layout: .compact)
        writer.append(try canonicalForm())
        return writer.bytes
    }

    private func canonicalForm() throws(DocumentError) -> Node {
        switch value {
        case .null, .bool, .string: return self
        case .number(let number): return .number(try canonical(number))
        case .array(let elements):
            var forms: [Node] = []
            forms.reserveCapacity(elements.count)
            for element in elements { forms.append(try element.canonicalForm()) }
            return .array(forms)
        case .object(let members):
            var forms: [Member] = []
            forms.reserveCapacity(members.count)
            for member in members { forms.append(Member(key: member.key, value: try member.value.canonicalForm())) }
            forms.sort { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            return Node(.object(forms))
        }
    }

    private func canonical(_ number: Number) throws(DocumentError) -> Number {
        let double = number.double
        guard let form = Number(double) else { throw .notCanonical(number, at: place) }
        if let whole = Int128(number.lexeme), form != number, Int128(exactly: double) != whole { throw .notCanonical(number, at: place) }
        return form
    }
}
