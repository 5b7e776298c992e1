/// One block of RFC 7468: a label and the DER bytes under it.
struct PEMDocument {
    let label: String
    let der: [UInt8]

    /// Reads exactly one block; text around it is refused, except white space.
    init(_ text: String) throws(KeyError) {
        let lines = text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { String(Substring($0)) }
            .filter { !$0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        guard lines.count >= 3, let first = lines.first, let last = lines.last, first.hasPrefix("-----BEGIN "), first.hasSuffix("-----")
        else {
            throw KeyError(.malformed, "expected a PEM block")
        }
        let label = String(first.dropFirst(11).dropLast(5))
        guard last == "-----END \(label)-----" else { throw KeyError(.malformed, "expected the PEM block to end with its own label") }
        let body = lines.dropFirst().dropLast().joined()
        guard let der = Base64Alphabet.standard.decode(body.utf8) else {
            throw KeyError(.malformed, "expected standard Base64 in the PEM block; encrypted keys and headers are not read")
        }
        self.label = label
        self.der = der
    }
}
