import Contracts
import Documents

/// The bytes that a rule names.
struct ByteSourceReading: Sendable {
    let values: [String: Node]

    /// Nil when the node does not stand for bytes in that form.
    func bytes(_ source: Matcher.ByteSource) throws(Template.UnknownVariable) -> [UInt8]? {
        let node = try Template.resolve(source.node, values)
        switch source.form {
        case .base64: return node.string.flatMap(Base64Text.decode)
        case .text: return node.string.map { Array($0.utf8) }
        case .canonical: return try? node.canonicalBytes()
        }
    }
}
