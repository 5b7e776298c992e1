/// One command line, cut into verb and rest (RFC 5321 §2.4).
struct MailCommand: Sendable, Hashable {
    /// In capitals.
    let verb: String
    /// Without the spaces around it.
    let rest: String

    /// Nil for anything but printable ASCII.
    init?(_ line: [UInt8]) {
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        let parts = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
        verb = parts.first.map { $0.uppercased() } ?? ""
        rest = parts.count > 1 ? String(parts[1].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) : ""
    }

    /// The path and the parameters of `FROM:<…> KEY=value` or `TO:<…>`; nil when it is neither.
    func path(after word: String) -> (path: String, parameters: [Substring])? {
        guard rest.uppercased().hasPrefix("\(word):") else { return nil }
        let text = rest.dropFirst(word.count + 1).drop { $0 == " " }
        guard text.first == "<", let end = text.firstIndex(of: ">") else { return nil }
        let path = text[text.index(after: text.startIndex)..<end]
        let after = text[text.index(after: end)...]
        guard path.utf8.count <= 254, !path.contains(where: { $0 == " " || $0 == "<" }), after.isEmpty || after.first == " " else {
            return nil
        }
        return (String(path), after.split(separator: " "))
    }
}
