package import HTTPTypes

/// One signature of a message: what it covers, what it says of itself, and its bytes (RFC 9421 §4).
package struct MessageSignature: Sendable {
    /// The name that ties `Signature-Input` and `Signature` together. Anyone on the way may change it: never choose a signature by it.
    package let label: String
    /// In the order signed; no two are equal.
    package let components: [Component]
    package let parameters: SignatureParameters
    package let bytes: [UInt8]
    /// The inner list as received or made: the last line of the signature base.
    let input: StructuredInnerList

    /// The most signatures read from one message.
    static let maximumSignatures = 16
    /// The most components one signature may cover.
    static let maximumComponents = 64

    private init(label: String, input: StructuredInnerList, bytes: [UInt8]) throws(SignatureError) {
        guard input.items.count <= Self.maximumComponents else {
            throw SignatureError(.malformed, "\(label) covers more than \(Self.maximumComponents) components")
        }
        var components: [Component] = []
        for item in input.items { components.append(try Component(item)) }
        var seen: Set<Component> = []
        if let twice = components.first(where: { !seen.insert($0).inserted }) {
            throw SignatureError(.duplicateComponent, "\(twice) is covered twice")
        }
        self.label = label
        self.components = components
        self.input = input
        parameters = try SignatureParameters(input.parameters)
        self.bytes = bytes
    }

    /// Signs a message; the results are the complete values of `Signature-Input` and `Signature` (RFC 9421 §3.1).
    ///
    /// Where the parameters have no `keyID` the key's is put in. Throws `componentMissing` and its kin when the message does not have a
    /// component, `duplicateComponent`, `algorithmMismatch` when `alg` is not the key's, `malformed` for a label or parameter that cannot
    /// be written, `cannotSign`.
    package static func sign(
        _ message: SignedMessage, covering components: [Component], parameters: SignatureParameters, label: String = "sig1", key: SigningKey
    ) throws(SignatureError) -> (input: String, signature: String) {
        try check(label: label)
        var parameters = parameters
        parameters.keyID = parameters.keyID ?? key.keyID
        if let stated = parameters.algorithm, stated != key.algorithm.rawValue {
            throw SignatureError(.algorithmMismatch, "alg is \(stated), the key's algorithm is \(key.algorithm.rawValue)")
        }
        let input = StructuredInnerList(items: components.map(\.item), parameters: try parameters.structured())
        let unsigned = try MessageSignature(label: label, input: input, bytes: [])
        let base = try unsigned.base(of: message)
        do throws(KeyError) {
            let signature = BareItem.bytes(try key.signature(over: Array(base.utf8)))
            return ("\(label)=\(input.serialized)", "\(label)=\(signature.serialized)")
        } catch {
            throw SignatureError(.cannotSign, error.message)
        }
    }

    /// All signatures in a message's fields, in the order of `Signature-Input`; with `tag` only those that have it.
    ///
    /// Throws `missing` when there is none, `malformed` when a field does not parse, a label occurs twice or stands in one field only,
    /// and what covered components that RFC 9421 does not define deserve.
    package static func all(in fields: HTTPFields, tag: String? = nil) throws(SignatureError) -> [MessageSignature] {
        let inputs = try dictionary("Signature-Input", in: fields)
        let values = try dictionary("Signature", in: fields)
        guard !inputs.entries.isEmpty, inputs.entries.count <= maximumSignatures else {
            throw SignatureError(.malformed, "expected 1 to \(maximumSignatures) signatures, got \(inputs.entries.count)")
        }
        if let stray = values.entries.first(where: { inputs[$0.key] == nil }) {
            throw SignatureError(.malformed, "Signature has \(stray.key), Signature-Input has not")
        }
        var found: [MessageSignature] = []
        for entry in inputs.entries {
            guard case .innerList(let input) = entry.member else {
                throw SignatureError(.malformed, "Signature-Input: \(entry.key) is not a list in parentheses")
            }
            guard let member = values[entry.key] else {
                throw SignatureError(.malformed, "Signature-Input has \(entry.key), Signature has not")
            }
            guard case .item(let item) = member, case .bytes(let bytes) = item.value else {
                throw SignatureError(.malformed, "Signature: \(entry.key) is not a byte sequence")
            }
            found.append(try MessageSignature(label: entry.key, input: input, bytes: bytes))
        }
        guard let tag else { return found }
        let tagged = found.filter { $0.parameters.tag == tag }
        guard !tagged.isEmpty else { throw SignatureError(.missing, "expected a signature with the tag \(tag)") }
        return tagged
    }

    /// The text that is signed: a line for each component, then the parameters; no line feed at the end (RFC 9421 §2.5).
    package func base(of message: SignedMessage) throws(SignatureError) -> String {
        var lines: [String] = []
        for component in components { lines.append("\(component): \(try message.value(of: component))") }
        lines.append("\"@signature-params\": \(input.serialized)")
        return lines.joined(separator: "\n")
    }

    private static func check(label: String) throws(SignatureError) {
        var parser: StructuredFieldParser
        do throws(StructuredFieldError) {
            parser = try StructuredFieldParser(label.utf8)
            _ = try parser.key()
        } catch {
            throw SignatureError(.malformed, "the label \(label.debugDescription) cannot be a dictionary's key")
        }
        guard parser.isAtEnd else { throw SignatureError(.malformed, "the label \(label.debugDescription) cannot be a dictionary's key") }
    }

    private static func dictionary(_ name: String, in fields: HTTPFields) throws(SignatureError) -> StructuredDictionary {
        let lines = fields.filter { $0.name.canonicalName == name.lowercased() }.map(\.value)
        guard !lines.isEmpty else { throw SignatureError(.missing, "the message has no \(name)") }
        do throws(StructuredFieldError) {
            let dictionary = try StructuredFieldParser.dictionary(lines.joined(separator: ", "))
            // RFC 9651 lets the last one win; for signatures that would let a later line hide an earlier one.
            guard dictionary.repeatedKeys.isEmpty else {
                throw StructuredFieldError(offset: 0, message: "\(dictionary.repeatedKeys.sorted().joined(separator: ", ")) occurs twice")
            }
            return dictionary
        } catch {
            throw SignatureError(.malformed, "\(name) does not parse at byte \(error.offset): \(error.message)")
        }
    }
}
