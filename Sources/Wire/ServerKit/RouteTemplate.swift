/// A path with named parts: `/regulator/reports/{period}`, `/regulator/audit/tile/{path...}`.
///
/// A name in braces takes one segment that is not empty; with `...`, and only at the end, one or more of them. Anything else stands for
/// itself and is compared after decoding.
struct RouteTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal(String)
        case parameter(String)
        case rest(String)

        /// Smaller is more exact.
        var looseness: Int {
            switch self {
            case .literal: 0
            case .parameter: 1
            case .rest: 2
            }
        }
    }

    let text: String
    let parts: [Part]

    /// A malformed template is a programmer's mistake and stops the program with a message.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route begins with a slash: \(text)")
        let pieces = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var names: Set<String> = []
        var parts: [Part] = []
        for (index, piece) in pieces.enumerated() {
            guard piece.hasPrefix("{") else {
                precondition(!piece.contains(where: { "{}".contains($0) }), "a brace inside a segment: \(text)")
                parts.append(.literal(String(piece)))
                continue
            }
            precondition(piece.hasSuffix("}"), "a name without its closing brace: \(text)")
            let takesRest = piece.hasSuffix("...}")
            let name = String(piece.dropFirst().dropLast(takesRest ? 4 : 1))
            precondition(!name.isEmpty && names.insert(name).inserted, "an empty or repeated name: \(text)")
            precondition(!takesRest || index == pieces.count - 1, "only the last name takes the rest: \(text)")
            parts.append(takesRest ? .rest(name) : .parameter(name))
        }
        self.text = text
        self.parts = parts
    }

    /// The values of the names when `segments` (decoded) fit, else nil.
    ///
    /// The rest is joined by `/` again; it never holds an empty segment, `.`, `..` or an encoded slash, so that it can name a file safely.
    func parameters(for segments: [String]) -> [String: String]? {
        var values: [String: String] = [:]
        for (index, part) in parts.enumerated() {
            guard index < segments.count else { return nil }
            switch part {
            case .literal(let text):
                guard text == segments[index] else { return nil }
            case .parameter(let name):
                guard !segments[index].isEmpty else { return nil }
                values[name] = segments[index]
            case .rest(let name):
                let rest = segments[index...]
                guard rest.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("/") }) else { return nil }
                values[name] = rest.joined(separator: "/")
                return values
            }
        }
        return segments.count == parts.count ? values : nil
    }

    /// Whether this template says more about the path than another that fits as well; the first part that differs decides.
    func isMoreExact(than other: RouteTemplate) -> Bool {
        for (mine, theirs) in zip(parts, other.parts) where mine.looseness != theirs.looseness {
            return mine.looseness < theirs.looseness
        }
        return parts.count > other.parts.count
    }
}
