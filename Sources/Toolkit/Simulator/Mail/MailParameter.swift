/// A structured field of MIME: a value in lower case and its parameters (RFC 2045 §5.1).
struct MailParameter: Sendable {
    let value: String
    private let parameters: [String: String]

    subscript(name: String) -> String? { parameters[name] }

    static func parsed(_ text: String) -> MailParameter {
        var pieces: [String] = [""]
        var isQuoted = false
        for character in text.prefix(4096) {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
        }
        var parameters: [String: String] = [:]
        for piece in pieces.dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            var value = String(parts[1].drop { $0 == " " })
            while value.last == " " { value.removeLast() }
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = String(value.dropFirst().dropLast()) }
            parameters[parts[0].lowercased().filter { !$0.isWhitespace }] = value
        }
        return MailParameter(value: pieces[0].lowercased().filter { !$0.isWhitespace }, parameters: parameters)
    }
}
