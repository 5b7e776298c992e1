/// The way from a document's root to one of its nodes (RFC 6901).
package struct JSONPointer: Hashable, Sendable {
    /// Unescaped member names and array indices, the root's first; empty for the root itself.
    package let tokens: [String]

    /// Without tokens it leads to the root.
    package init(_ tokens: [String] = []) { self.tokens = tokens }

    /// Reads the string form of §3: empty, or `/` before each token, with `~0` for `~` and `~1` for `/`.
    package init(parsing text: String) throws(DocumentError) {
        guard !text.isEmpty else {
            self.init()
            return
        }
        var scalars = Array(text.unicodeScalars)[...]
        guard scalars.popFirst() == "/" else { throw .pointer(text, reason: "it does not start with `/`", column: 1) }
        var tokens: [String] = []
        var token = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "/":
                tokens.append(String(token))
                token = String.UnicodeScalarView()
            case "~":
                let column = scalars.startIndex
                switch scalars.popFirst() {
                case "0": token.append("~")
                case "1": token.append("/")
                default: throw .pointer(text, reason: "`~` is not followed by 0 or 1", column: column)
                }
            default: token.append(scalar)
            }
        }
        tokens.append(String(token))
        self.init(tokens)
    }

    /// The node it leads to, nil when there is none. `-` (behind the last element, §4) leads nowhere.
    package func node(in root: Node) -> Node? {
        var node = root
        for token in tokens {
            guard let child = node.child(token) else { return nil }
            node = child
        }
        return node
    }

    /// One step further, to a member or, in array notation, an element.
    package func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }
    /// One step further, to the element at a 0-based index.
    package func appending(_ index: Int) -> JSONPointer { JSONPointer(tokens + [String(index)]) }

    package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.count == right.tokens.count && zip(left.tokens, right.tokens).allSatisfy { $0.isIdentical(to: $1) }
    }

    /// The 0-based index an array takes `token` for: digits without leading zeros (§4), nil otherwise.
    static func index(_ token: String) -> Int? {
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), token == "0" || !token.hasPrefix("0") else { return nil }
        return Int(token)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The string form of RFC 6901 §3; the root is the empty string.
    package var description: String {
        var text = String.UnicodeScalarView()
        for token in tokens {
            text.append("/")
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text.append(contentsOf: "~0".unicodeScalars)
                case "/": text.append(contentsOf: "~1".unicodeScalars)
                default: text.append(scalar)
                }
            }
        }
        return String(text)
    }
}

extension Node {
    /// The member or element that one token of a pointer leads to.
    func child(_ token: String) -> Node? {
        switch value {
        case .object: self[token]
        case .array: JSONPointer.index(token).flatMap { self[$0] }
        case .null, .bool, .number, .string: nil
        }
    }
}
