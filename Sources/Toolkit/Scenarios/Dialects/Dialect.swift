import Contracts
import HTTPTypes
package import Verification

/// How a subject says what contracts say otherwise (`*.dialect.yaml`): its paths, member names, values, header fields, problem codes.
///
/// Requests are put in the subject's words before they are signed and sent; what comes back is put in the words of the contracts
/// before it is judged. Signatures, digests and evidence stay with the wire. Pact files are already in their provider's words and
/// are left alone.
package struct Dialect: Sendable, Hashable {
    /// What it is called in records.
    package let id: String
    /// In the order of the file.
    let paths: [PathMapping]
    /// Names of query parameters on the wire by those of the contracts.
    let parameters: [String: String]
    /// In the order of the file; of two that apply the later one wins.
    let vocabularies: [Vocabulary]
    /// By the member, parameter or placeholder of the contracts that has them.
    let values: [String: ValueWords]
    let fields: FieldWords
    /// The end of a problem's `type` on the wire by the code that the contracts have there.
    let problems: [String: String]
    /// Tags of signatures on the wire by those of the contracts.
    let tags: [String: String]
    /// The path it was read from, and the digest of what was read.
    package let file: String
    package let digest: String

    /// What checks of signatures must know.
    package var wireNames: WireNames { WireNames(fields: fields.names, tags: tags) }
}

/// Values of one member in both languages.
struct ValueWords: Sendable, Hashable {
    /// On the wire by that of the contracts.
    let wire: [String: String]
    /// The other way round; where two values of the contracts are one on the wire, the first of the file.
    let contract: [String: String]

    /// - Parameter pairs: contract's and wire's value, in the order of the file.
    init(_ pairs: [(contract: String, wire: String)]) {
        wire = Dictionary(pairs.map { ($0.contract, $0.wire) }) { first, _ in first }
        contract = Dictionary(pairs.map { ($0.wire, $0.contract) }) { first, _ in first }
    }
}

/// Names of header fields in both languages.
struct FieldWords: Sendable, Hashable {
    /// Fields whose names other standards fix, in lower case: whoever signs, frames or authenticates a message reads them.
    static let fixed: Set<String> = [
        "accept", "authorization", "connection", "content-digest", "content-encoding", "content-length", "content-type", "host",
        "signature", "signature-input", "transfer-encoding", "webhook-id", "webhook-signature", "webhook-timestamp", "www-authenticate",
    ]

    /// On the wire by that of the contracts, both in lower case.
    let names: [String: String]
    private let wire: [String: HTTPField.Name]
    private let contract: [String: HTTPField.Name]

    init(_ pairs: [(contract: HTTPField.Name, wire: HTTPField.Name)] = []) {
        names = Dictionary(pairs.map { ($0.contract.canonicalName, $0.wire.canonicalName) }) { first, _ in first }
        wire = Dictionary(pairs.map { ($0.contract.canonicalName, $0.wire) }) { first, _ in first }
        contract = Dictionary(pairs.map { ($0.wire.canonicalName, $0.contract) }) { first, _ in first }
    }

    /// The fields as the subject names them.
    func spoken(_ fields: HTTPFields) -> HTTPFields {
        guard !wire.isEmpty else { return fields }
        return HTTPFields(fields.map { HTTPField(name: wire[$0.name.canonicalName] ?? $0.name, value: $0.value) })
    }

    /// The fields as the contracts name them. A field that has a contract's name though the dialect has another for it stays only
    /// where that other one is not there.
    func heard(_ fields: HTTPFields) -> HTTPFields {
        guard !wire.isEmpty else { return fields }
        var heard = HTTPFields()
        for field in fields {
            if let name = contract[field.name.canonicalName] {
                heard.append(HTTPField(name: name, value: field.value))
            } else if let other = wire[field.name.canonicalName], fields[other] != nil {
                continue
            } else {
                heard.append(field)
            }
        }
        return heard
    }
}
