/// Looks for words in the bytes of a PDF file.
struct PDFBytes {
    let bytes: [UInt8]

    /// Where a word begins, searched forwards.
    func first(_ word: String, in range: Range<Int>? = nil) -> Int? {
        let wanted = Array(word.utf8)
        let range = range ?? 0..<bytes.count
        guard let head = wanted.first, range.count >= wanted.count else { return nil }
        var position = range.lowerBound
        while position <= range.upperBound - wanted.count {
            if bytes[position] == head, bytes[position..<(position + wanted.count)].elementsEqual(wanted) { return position }
            position += 1
        }
        return nil
    }

    /// Where a word begins, searched backwards from the end.
    func last(_ word: String) -> Int? {
        let wanted = Array(word.utf8)
        var position = bytes.count - wanted.count
        while position >= 0 {
            if bytes[position] == wanted[0], bytes[position..<(position + wanted.count)].elementsEqual(wanted) { return position }
            position -= 1
        }
        return nil
    }

    /// The whole number after white space at a position, and where it ends.
    func number(at position: Int) -> (value: Int, end: Int)? {
        var position = skippingSpace(from: position)
        var value = 0
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]), value < 1 << 48 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? (value, position) : nil
    }

    /// Whether a word stands at a position.
    func has(_ word: String, at position: Int) -> Bool {
        let wanted = Array(word.utf8)
        return position >= 0 && position + wanted.count <= bytes.count
            && bytes[position..<(position + wanted.count)].elementsEqual(wanted)
    }

    /// ISO 32000-1 §7.2.2.
    func skippingSpace(from position: Int) -> Int {
        var position = position
        while position < bytes.count, [0, 9, 10, 12, 13, 32].contains(bytes[position]) { position += 1 }
        return position
    }

    /// Without the contents of streams: what the file says about itself, line by line.
    var structure: PDFBytes {
        var kept: [UInt8] = []
        var position = 0
        var next = 0
        while let start = first("stream", in: next..<bytes.count) {
            next = start + 6
            guard isStream(at: start) else { continue }
            kept += bytes[position..<start]
            guard let end = first("endstream", in: start..<bytes.count) else { return PDFBytes(bytes: kept) }
            position = end + 9
            next = position
        }
        return PDFBytes(bytes: kept + bytes[position...])
    }

    /// Whether the word is the keyword, after a dictionary and before an end of line (§7.3.8.1), not a part of some text.
    private func isStream(at start: Int) -> Bool {
        var before = start - 1
        while before >= 0, [0, 9, 10, 12, 13, 32].contains(bytes[before]) { before -= 1 }
        return before >= 1 && has(">>", at: before - 1) && (has("\n", at: start + 6) || has("\r", at: start + 6))
    }

    /// How often a name (`/Page`) stands as the value of a key (`/Type`), not as the beginning of a longer name.
    func count(_ name: String, of key: String) -> Int {
        var found = 0
        var position = 0
        while let start = first(key, in: position..<bytes.count) {
            position = start + key.utf8.count
            let value = skippingSpace(from: position)
            if has(name, at: value), !isNameCharacter(at: value + name.utf8.count) { found += 1 }
        }
        return found
    }

    /// Whether a name stands anywhere, not as the beginning of a longer one.
    func names(_ name: String) -> Bool {
        var position = 0
        while let start = first(name, in: position..<bytes.count) {
            position = start + name.utf8.count
            if !isNameCharacter(at: position) { return true }
        }
        return false
    }

    private func isNameCharacter(at position: Int) -> Bool {
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
        default: return false
        }
    }
}
