/// Reads the text of a JSONPath query: the grammar of RFC 9535, appendix A.
struct PathParser {
    private let text: String
    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0

    /// Filters, parentheses and functions within one another.
    static let maximumDepth = 100
    /// §2.1: integers are within the range of I-JSON.
    private static let largestInteger = 9_007_199_254_740_991

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ word: String) -> Bool {
        let wanted = word.unicodeScalars
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    mutating func skipBlanks() {
        while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { position += 1 }
    }

    func error(expected: String, at column: Int? = nil) -> DocumentError {
        let found = next.map { "`\($0)`" } ?? "its end"
        let position = column.map { $0 - 1 } ?? self.position
        let offset = String(String.UnicodeScalarView(scalars[..<min(position, scalars.count)])).utf8.count
        return .path(text, expected: expected, found: found, at: Place(offset: offset, line: 1, column: position + 1))
    }

    mutating func descend() throws(DocumentError) {
        depth += 1
        if depth > Self.maximumDepth { throw error(expected: "at most \(Self.maximumDepth) levels of nesting") }
    }

    mutating func ascend() { depth -= 1 }

    /// The whole text as `$` and segments, without blanks around it.
    mutating func query() throws(DocumentError) -> PathQuery {
        guard take("$") else { throw error(expected: "`$` at the start") }
        let segments = try segments()
        if next != nil { throw error(expected: "`.`, `..` or `[`") }
        return PathQuery(isAbsolute: true, segments: segments)
    }

    mutating func segments() throws(DocumentError) -> [PathQuery.Segment] {
        var segments: [PathQuery.Segment] = []
        while true {
            let start = position
            skipBlanks()
            if take("..") {
                segments.append(PathQuery.Segment(isDescendant: true, selectors: next == "[" ? try bracketed() : [try shorthand()]))
            } else if take(".") {
                segments.append(PathQuery.Segment(isDescendant: false, selectors: [try shorthand()]))
            } else if next == "[" {
                segments.append(PathQuery.Segment(isDescendant: false, selectors: try bracketed()))
            } else {
                position = start
                return segments
            }
        }
    }

    /// `*` or a member name without quotes.
    private mutating func shorthand() throws(DocumentError) -> PathQuery.Selector {
        if take("*") { return .wildcard }
        var name = String.UnicodeScalarView()
        while let scalar = next, Self.isNameScalar(scalar, first: name.isEmpty) {
            name.append(scalar)
            position += 1
        }
        guard !name.isEmpty else { throw error(expected: "`*` or a member name (others need brackets and quotes)") }
        return .name(String(name))
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_", "\u{80}"...: true
        case "0"..."9": !first
        default: false
        }
    }

    private mutating func bracketed() throws(DocumentError) -> [PathQuery.Selector] {
        position += 1
        var selectors: [PathQuery.Selector] = []
        repeat {
            skipBlanks()
            selectors.append(try selector())
            skipBlanks()
        } while take(",")
        guard take("]") else { throw error(expected: "`,` or `]`") }
        return selectors
    }

    private mutating func selector() throws(DocumentError) -> PathQuery.Selector {
        switch next {
        case "'", "\"": return .name(try string())
        case "*":
            position += 1
            return .wildcard
        case "?":
            position += 1
            skipBlanks()
            return .filter(try logicalOr())
        default: return try indexOrSlice()
        }
    }

    private mutating func indexOrSlice() throws(DocumentError) -> PathQuery.Selector {
        let start = try integer()
        let behindStart = position
        skipBlanks()
        guard take(":") else {
            position = behindStart
            guard let start else { throw error(expected: "a name in quotes, an index, a slice, `*` or `?`") }
            return .index(start)
        }
        skipBlanks()
        let end = try integer()
        let behindEnd = position
        skipBlanks()
        guard take(":") else {
            position = behindEnd
            return .slice(PathQuery.Slice(start: start, end: end, step: 1))
        }
        let behindColon = position
        skipBlanks()
        let step = try integer()
        if step == nil { position = behindColon }
        return .slice(PathQuery.Slice(start: start, end: end, step: step ?? 1))
    }

    /// `0` or `-`? and digits without leading zeros, within ±(2⁵³−1); nil when none starts here.
    private mutating func integer() throws(DocumentError) -> Int? {
        let start = position
        let isNegative = take("-")
        var value = 0
        var digits = 0
        while let digit = next, digit.value >= 0x30, digit.value <= 0x39 {
            if digits == 1, value == 0 { throw error(expected: "an integer without leading zeros") }
            value = value * 10 + Int(digit.value - 0x30)
            digits += 1
            position += 1
            if value > Self.largestInteger { throw error(expected: "an integer within ±\(Self.largestInteger)", at: start + 1) }
        }
        if digits == 0 {
            if isNegative { throw error(expected: "digits after `-`") }
            return nil
        }
        if isNegative, value == 0 { throw error(expected: "0 without a sign", at: start + 1) }
        return isNegative ? -value : value
    }
}

extension DocumentError {
    static func path(_ text: String, expected: String, found: String, at place: Place) -> DocumentError {
        DocumentError(.path, at: place, "expected \(expected) in the JSONPath `\(text.excerpt)` (RFC 9535), got \(found)")
    }
}
