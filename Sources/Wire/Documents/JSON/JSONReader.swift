/// Reads JSON texts as RFC 8259 defines them and nothing wider.
///
/// Refused beyond the grammar: a byte order mark (§8.1), bytes that are not UTF-8, lone surrogates, a repeated name within an
/// object (§4), and documents over the limits. Cost is linear in the number of bytes.
package enum JSONReader {
    /// The one value of the text, with places; white space around it is allowed.
    package static func read(_ bytes: [UInt8], limits: DocumentLimits = .standard) throws(DocumentError) -> Node {
        try JSONTape(bytes, limits: limits).node()
    }
}
