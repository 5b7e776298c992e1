import Documents
import Results

/// The lines of one file, to show where something is written.
struct SourceText: Sendable {
    /// The path as the user gave it.
    let file: String
    private let lines: [String]

    init(file: String, bytes: [UInt8]) {
        self.file = file
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            let line = $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// The whole file, when no place in it is to blame.
    var location: SourceLocation { SourceLocation(file: file) }

    func location(at place: Place, width: Int = 1) -> SourceLocation {
        guard place.line > 0, place.line <= lines.count else { return location }
        return SourceLocation(file: file, line: place.line, column: place.column, width: width, excerpt: lines[place.line - 1])
    }

    /// The key itself, quotes included.
    func location(ofKey member: Node.Member) -> SourceLocation {
        let isQuoted = rest(of: member.keyPlace).first.map { $0 == "\"" || $0 == "'" } ?? false
        return location(at: member.keyPlace, width: member.key.unicodeScalars.count + (isQuoted ? 2 : 0))
    }

    /// The value as far as it stands on its first line.
    func location(of node: Node) -> SourceLocation {
        location(at: node.place, width: Self.width(of: rest(of: node.place)))
    }

    /// From the key to the end of its value on the same line; the key alone when the value starts further down.
    func location(ofPair member: Node.Member) -> SourceLocation {
        guard member.value.place.line == member.keyPlace.line, member.value.place.column > member.keyPlace.column else {
            return location(ofKey: member)
        }
        let value = location(of: member.value)
        return location(at: member.keyPlace, width: value.column - member.keyPlace.column + value.width)
    }

    private func rest(of place: Place) -> [Unicode.Scalar] {
        guard place.line > 0, place.line <= lines.count, place.column > 0 else { return [] }
        return Array(lines[place.line - 1].unicodeScalars.dropFirst(place.column - 1))
    }

    /// How many scalars the YAML or JSON value at the start of `rest` takes on this line.
    private static func width(of rest: [Unicode.Scalar]) -> Int {
        guard let first = rest.first else { return 1 }
        var end = rest.count
        if first == "\"" || first == "'" {
            if let close = rest.indices.dropFirst().first(where: { rest[$0] == first && (first == "'" || rest[$0 - 1] != "\\") }) {
                return close + 1
            }
        } else if first == "{" || first == "[" {
            var depth = 0
            for (position, scalar) in rest.enumerated() {
                if scalar == "{" || scalar == "[" { depth += 1 }
                if scalar == "}" || scalar == "]" { depth -= 1 }
                if depth == 0 { return position + 1 }
            }
        } else {
            for position in rest.indices.dropFirst() {
                let ends = rest[position] == "}" || rest[position] == "]" || (rest[position] == "," && rest.indices.contains(position + 1))
                if ends || (rest[position] == "#" && rest[position - 1] == " ") {
                    end = position
                    break
                }
            }
        }
        while end > 1, rest[end - 1] == " " || rest[end - 1] == "\t" { end -= 1 }
        return end
    }
}
