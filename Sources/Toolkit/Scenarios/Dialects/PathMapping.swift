/// One target of the contracts and how the subject spells it.
struct PathMapping: Sendable, Hashable {
    /// The method in the contracts; nil takes every method.
    let method: String?
    let pattern: PathPattern
    let target: PathTarget

    /// How much of a target it names: of several that fit the most exact one counts.
    var weight: (Int, Int, Int) { (pattern.query.count, pattern.literals, method == nil ? 0 : 1) }
}

/// A target as a dialect's key writes it: `/audit?entity={entity}`. A placeholder is a whole segment or a whole value.
struct PathPattern: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal(String)
        case placeholder(String)
    }

    /// A parameter that must be there.
    struct Parameter: Sendable, Hashable {
        let name: String
        let value: Part
    }

    /// What a target gave.
    struct Match: Sendable, Equatable {
        /// Decoded, by placeholder.
        var values: [String: String] = [:]
        /// Parameters that the pattern does not name, in their order.
        var rest: [RequestTarget.Parameter] = []
    }

    let segments: [Part]
    let query: [Parameter]

    var literals: Int { segments.count { if case .literal = $0 { true } else { false } } }

    var placeholders: [String] {
        (segments + query.map(\.value)).compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
    }

    /// Fails unless the text begins with a slash and each brace belongs to a placeholder that stands alone; no name may occur twice.
    init?(parsing text: String) {
        guard text.hasPrefix("/"), !text.contains("#"), !text.contains(where: \.isWhitespace) else { return nil }
        let target = RequestTarget(text)
        var segments: [Part] = []
        for segment in target.segments {
            guard let part = Self.part(segment) else { return nil }
            segments.append(part)
        }
        var query: [Parameter] = []
        for parameter in target.query {
            guard let value = Self.part(parameter.value), !parameter.name.isEmpty, !parameter.name.contains("{") else { return nil }
            query.append(Parameter(name: parameter.name, value: value))
        }
        self.segments = segments
        self.query = query
        if Set(placeholders).count != placeholders.count { return nil }
    }

    private static func part(_ text: String) -> Part? {
        guard text.contains("{") || text.contains("}") else { return .literal(text) }
        guard text.hasPrefix("{"), text.hasSuffix("}"), let name = name(text.dropFirst().dropLast()) else { return nil }
        return .placeholder(name)
    }

    /// Letters, digits, `_` and `-`, at least one.
    static func name(_ text: Substring) -> String? {
        let isName =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isName ? String(text) : nil
    }

    /// Nil when the target is another one.
    func match(_ target: RequestTarget) -> Match? {
        guard target.segments.count == segments.count else { return nil }
        var match = Match()
        for (part, segment) in zip(segments, target.segments) {
            switch part {
            case .literal(let literal): if literal != segment { return nil }
            case .placeholder(let name):
                if segment.isEmpty { return nil }
                match.values[name] = segment
            }
        }
        match.rest = target.query
        for parameter in query {
            guard let position = match.rest.firstIndex(where: { $0.name == parameter.name }) else { return nil }
            switch parameter.value {
            case .literal(let literal): if literal != match.rest[position].value { return nil }
            case .placeholder(let name): match.values[name] = match.rest[position].value
            }
            match.rest.remove(at: position)
        }
        return match
    }
}

/// Path and query of a request, taken apart and decoded.
struct RequestTarget: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// Without the empty one before the first slash.
    let segments: [String]
    let query: [Parameter]

    /// - Parameter text: an origin form (RFC 9112 §3.2.1): `/path?name=value`.
    init(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        segments = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            PercentEncoding.decode($0)
        }
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(name: PercentEncoding.decode(halves[0]), value: halves.count > 1 ? PercentEncoding.decode(halves[1]) : "")
        }
    }
}

/// A target on the wire, with the placeholders of its pattern: `/compliance/v2/statements?date={period}`.
struct PathTarget: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case text(String)
        case placeholder(String)
    }

    /// The method on the wire; nil is that of the contracts.
    let method: String?
    private let parts: [Part]

    var placeholders: Set<String> { Set(parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }) }

    /// Fails unless the text begins with a slash and every brace belongs to a placeholder.
    init?(parsing text: String, method: String?) {
        guard text.hasPrefix("/"), !text.contains("#"), !text.contains(where: \.isWhitespace) else { return nil }
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"), let name = PathPattern.name(rest[rest.index(after: open)..<close]) else {
                return nil
            }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.placeholder(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        if parts.contains(where: { if case .text(let text) = $0 { text.contains("}") } else { false } }) { return nil }
        self.parts = parts
        self.method = method
    }

    /// The target with encoded values in their places and the other parameters behind it.
    func text(_ values: [String: String], adding query: [RequestTarget.Parameter]) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .placeholder(let name): text += PercentEncoding.encode(values[name] ?? "")
            }
        }
        for parameter in query {
            text += text.contains("?") ? "&" : "?"
            text += "\(PercentEncoding.encode(parameter.name))=\(PercentEncoding.encode(parameter.value))"
        }
        return text
    }
}
