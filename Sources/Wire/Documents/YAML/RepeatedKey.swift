/// Finds where a mapping repeats a key, for the parser tells only where it stood first.
struct RepeatedKey {
    let lines: LineTable
    let key: String

    /// The second place of the key in the mapping that has it at `first`; `first` when it cannot be found.
    func secondPlace(after first: Place) -> Place {
        if let place = inBlock(below: first) { return place }
        return inLine(first) ?? first
    }

    /// A later line that has the key at the same column, before a line that stands further left.
    private func inBlock(below first: Place) -> Place? {
        var number = first.line + 1
        while number <= lines.count {
            let line = lines.line(number)
            let indentation = line.prefix { $0 == 0x20 }.count
            let words = line.dropFirst(indentation)
            defer { number += 1 }
            if words.isEmpty || words.first == UInt8(ascii: "#") || words.first == 0x0A || words.first == 0x0D { continue }
            if indentation < first.column - 1 { return nil }
            if indentation == first.column - 1, startsWithKey(words) { return lines.place(number, first.column) }
        }
        return nil
    }

    /// Further right in the same line, as in `{a: 1, a: 2}`.
    private func inLine(_ first: Place) -> Place? {
        let line = lines.line(first.line)
        let start = first.offset + 1
        guard start < line.endIndex else { return nil }
        for index in start..<line.endIndex where line[index - 1] == 0x20 || line[index - 1] == UInt8(ascii: ",") {
            if startsWithKey(line[index...]) { return lines.place(atOffset: index) }
        }
        return nil
    }

    private func startsWithKey(_ text: ArraySlice<UInt8>) -> Bool {
        for quote in ["", "\"", "'"] where text.starts(with: (quote + key + quote).utf8) {
            let rest = text.dropFirst(key.utf8.count + 2 * quote.utf8.count).drop { $0 == 0x20 }
            if rest.first == UInt8(ascii: ":") { return true }
        }
        return false
    }
}
