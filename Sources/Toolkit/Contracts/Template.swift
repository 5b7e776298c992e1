package import Documents

/// Text with `{{ variable }}` in it. Variable names are letters, digits, `_`, `-` and `.`; a dot also steps into members of an object value.
package struct Template: Sendable, Hashable {
    /// A variable that no value is known for.
    package struct UnknownVariable: Error, Hashable, Sendable {
        package let name: String
        /// Known names that look alike, nearest first; may be empty.
        package let suggestions: [String]
        package init(name: String, suggestions: [String]) {
            self.name = name
            self.suggestions = suggestions
        }
    }

    private enum Part: Sendable, Hashable {
        case text(String)
        case variable(String)
    }

    /// The text as written, placeholders included.
    package let source: String
    private let parts: [Part]

    /// Braces that are not closed, or hold no name, stay text.
    package init(_ source: String) {
        self.source = source
        var parts: [Part] = []
        var rest = source[...]
        // Braces that open without end share the ones that close: those are looked for once.
        var closing: Range<Substring.Index>?
        while let open = rest.firstRange(of: "{{") {
            if closing.map({ $0.lowerBound < open.upperBound }) ?? true { closing = rest[open.upperBound...].firstRange(of: "}}") }
            guard let close = closing else { break }
            let inner = rest[open.upperBound..<close.lowerBound]
            let isName = inner.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" || Self.isNameScalar($0) }
            let name = isName ? inner.trimmingSpaces : ""
            guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isNameScalar) else {
                parts.append(.text(String(rest[..<open.upperBound])))
                rest = rest[open.upperBound...]
                continue
            }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            parts.append(.variable(String(name)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
        default: false
        }
    }

    /// In order of appearance, repeats kept.
    package var variables: [String] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with every variable put in; objects and arrays go in as compact JSON.
    package func text(_ values: [String: Node]) throws(UnknownVariable) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .variable(let name): text += Self.plainText(try Self.value(name, in: values))
            }
        }
        return text
    }

    /// Like `text`, but a template that is one variable and nothing else keeps the value's own type.
    package func node(_ values: [String: Node]) throws(UnknownVariable) -> Node {
        if parts.count == 1, case .variable(let name) = parts[0] { return try Self.value(name, in: values) }
        return .string(try text(values))
    }

    /// Every text in the tree resolved, member names too.
    package static func resolve(_ node: Node, _ values: [String: Node]) throws(UnknownVariable) -> Node {
        switch node.value {
        case .null, .bool, .number: return node
        case .string(let text):
            guard text.utf8.contains(UInt8(ascii: "{")) else { return node }
            return Node(try Template(text).node(values).value, at: node.place)
        case .array(let elements):
            var resolved: [Node] = []
            for element in elements { resolved.append(try resolve(element, values)) }
            return Node(.array(resolved), at: node.place)
        case .object(let members):
            var resolved: [Node.Member] = []
            for member in members {
                let key = member.key.utf8.contains(UInt8(ascii: "{")) ? try Template(member.key).text(values) : member.key
                resolved.append(Node.Member(key: key, keyPlace: member.keyPlace, value: try resolve(member.value, values)))
            }
            return Node(.object(resolved), at: node.place)
        }
    }

    private static func value(_ name: String, in values: [String: Node]) throws(UnknownVariable) -> Node {
        if let node = values[name] { return node }
        // The longest known prefix wins, the rest steps into it: `response.body.audit.index`.
        let steps = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for count in stride(from: steps.count - 1, to: 0, by: -1) {
            guard var node = values[steps[..<count].joined(separator: ".")] else { continue }
            var isFound = true
            for step in steps[count...] {
                guard let next = Int(step).flatMap({ node[$0] }) ?? node[step] else {
                    isFound = false
                    break
                }
                node = next
            }
            if isFound { return node }
        }
        throw UnknownVariable(name: name, suggestions: Spelling.nearest(to: name, among: values.keys.sorted()))
    }

    private static func plainText(_ node: Node) -> String {
        node.string ?? String(decoding: node.compactBytes(), as: UTF8.self)
    }
}

extension Substring {
    /// Without blanks and tabs at both ends.
    var trimmingSpaces: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
