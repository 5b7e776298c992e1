import Testing

@testable import Documents

/// The tree of a JSON text.
func json(_ text: String) throws -> Node { try JSONReader.read(Array(text.utf8)) }

/// The tree of a YAML text.
func yaml(_ text: String) throws -> Node { try YAMLReader.read(Array(text.utf8)) }

/// Compact JSON of a node, for comparisons that people read.
func compact(_ node: Node) -> String { String(decoding: node.compactBytes(), as: UTF8.self) }

/// What a reader throws, nil when it accepts.
func refusal(_ read: () throws -> Node) -> DocumentError? {
    do {
        _ = try read()
        return nil
    } catch {
        return error as? DocumentError
    }
}
