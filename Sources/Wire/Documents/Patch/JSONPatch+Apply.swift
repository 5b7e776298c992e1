extension JSONPatch {
    /// The document after all operations of `patch`; either all apply or the first that does not is thrown (§5).
    ///
    /// Throws `patch` for what is not a patch or leads nowhere, `pointer` for a path that is none, and `patchTest` for a `test` that
    /// does not hold; the place is the operation's.
    package static func apply(_ patch: Node, to document: Node) throws(DocumentError) -> Node {
        guard let operations = patch.array else { throw .patch("an array of operations", patch.kindName, at: patch.place) }
        var result = document
        for operation in operations { result = try apply(operation: operation, to: result) }
        return result
    }

    private static func apply(operation: Node, to document: Node) throws(DocumentError) -> Node {
        guard let name = operation["op"]?.string.flatMap(Operation.init) else {
            let names = Operation.allCases.map(\.rawValue).joined(separator: ", ")
            throw .patch("an operation with `op` of \(names)", operation["op"]?.string ?? "none", at: operation.place)
        }
        let path = try pointer("path", of: operation)
        switch name {
        case .add: return try adding(try value(of: operation), at: path, to: document, operation)
        case .remove: return try removing(path, from: document, operation)
        case .replace:
            _ = try node(path, in: document, operation)
            return try replacing(path.tokens[...], in: document, with: try value(of: operation), operation)
        case .move:
            let from = try pointer("from", of: operation)
            let moved = try node(from, in: document, operation)
            if from == path { return document }
            guard path.tokens.count <= from.tokens.count || JSONPointer(Array(path.tokens.prefix(from.tokens.count))) != from else {
                throw .patch("a move to a place outside of what is moved", "`\(path)` within `\(from)`", at: operation.place)
            }
            return try adding(moved, at: path, to: try removing(from, from: document, operation), operation)
        case .copy:
            return try adding(try node(try pointer("from", of: operation), in: document, operation), at: path, to: document, operation)
        case .test:
            let expected = try value(of: operation)
            let actual = try node(path, in: document, operation)
            guard actual == expected else {
                throw DocumentError(.patchTest, at: operation.place, "expected `\(path)` to equal the value of the test, got another value")
            }
            return document
        }
    }

    private static func pointer(_ name: String, of operation: Node) throws(DocumentError) -> JSONPointer {
        guard let text = operation[name]?.string else {
            throw .patch("the member `\(name)` with a JSON Pointer", "none", at: operation.place)
        }
        return try JSONPointer(parsing: text)
    }

    private static func value(of operation: Node) throws(DocumentError) -> Node {
        guard let value = operation["value"] else { throw .patch("the member `value`", "none", at: operation.place) }
        return value
    }

    private static func node(_ pointer: JSONPointer, in document: Node, _ operation: Node) throws(DocumentError) -> Node {
        guard let node = pointer.node(in: document) else { throw .patch("a value at `\(pointer)`", "none", at: operation.place) }
        return node
    }

    private static func adding(_ value: Node, at pointer: JSONPointer, to document: Node, _ operation: Node) throws(DocumentError) -> Node {
        guard let last = pointer.tokens.last else { return value }
        let parent = JSONPointer(Array(pointer.tokens.dropLast()))
        let container = try node(parent, in: document, operation)
        switch container.value {
        case .object: return try replacing(parent.tokens[...], in: document, with: container.setting(last, value), operation)
        case .array(var elements):
            guard let index = last == "-" ? elements.count : JSONPointer.index(last), index <= elements.count else {
                throw .patch("an index of at most \(elements.count) or `-` at `\(parent)`", "`\(last)`", at: operation.place)
            }
            elements.insert(value, at: index)
            return try replacing(parent.tokens[...], in: document, with: Node(.array(elements), at: container.place), operation)
        case .null, .bool, .number, .string: throw .patch("an object or array at `\(parent)`", container.kindName, at: operation.place)
        }
    }

    private static func removing(_ pointer: JSONPointer, from document: Node, _ operation: Node) throws(DocumentError) -> Node {
        _ = try node(pointer, in: document, operation)
        guard let last = pointer.tokens.last else {
            throw .patch("a place within the document to remove", "the whole document", at: operation.place)
        }
        let parent = JSONPointer(Array(pointer.tokens.dropLast()))
        let container = try node(parent, in: document, operation)
        if case .array(var elements) = container.value, let index = JSONPointer.index(last) {
            elements.remove(at: index)
            return try replacing(parent.tokens[...], in: document, with: Node(.array(elements), at: container.place), operation)
        }
        return try replacing(parent.tokens[...], in: document, with: container.removing(last), operation)
    }

    /// The document with the value at an existing place exchanged.
    private static func replacing(
        _ tokens: ArraySlice<String>, in node: Node, with value: Node, _ operation: Node
    ) throws(DocumentError) -> Node {
        guard let token = tokens.first else { return value }
        guard let child = node.child(token) else { throw .patch("a value at `\(token)`", "none", at: operation.place) }
        let changed = try replacing(tokens.dropFirst(), in: child, with: value, operation)
        if case .array(var elements) = node.value, let index = JSONPointer.index(token) {
            elements[index] = changed
            return Node(.array(elements), at: node.place)
        }
        return node.setting(token, changed)
    }
}

extension DocumentError {
    static func patch(_ expected: String, _ found: String, at place: Place) -> DocumentError {
        DocumentError(.patch, at: place, "expected \(expected) (RFC 6902), got \(found)")
    }
}
