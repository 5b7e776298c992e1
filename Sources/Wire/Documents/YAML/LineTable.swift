/// Where the lines of a text start, to turn line and column into an offset and back.
struct LineTable {
    private let bytes: [UInt8]
    /// Offsets of first bytes, ascending; a byte order mark belongs to no line.
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A: starts.append(index + 1)
            case 0x0D where index + 1 == bytes.count || bytes[index + 1] != 0x0A: starts.append(index + 1)
            // The second byte of NEL (U+0085), the third of LS and PS (U+2028, U+2029).
            case 0x85 where index >= 1 && bytes[index - 1] == 0xC2: starts.append(index + 1)
            case 0xA8, 0xA9: if index >= 2, bytes[index - 2] == 0xE2, bytes[index - 1] == 0x80 { starts.append(index + 1) }
            default: break
            }
        }
        self.starts = starts
    }

    /// The place of a 1-based line and a 1-based column counted in scalars; past the end it is the end.
    func place(_ line: Int, _ column: Int) -> Place {
        guard line >= 1, line <= starts.count else { return Place(offset: bytes.count, line: max(line, 1), column: max(column, 1)) }
        var offset = starts[line - 1]
        var scalars = 1
        while scalars < column, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            scalars += 1
        }
        return Place(offset: offset, line: line, column: max(column, 1))
    }

    /// The place of a 0-based byte offset.
    func place(atOffset offset: Int) -> Place {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let column = bytes[min(starts[low], offset)..<offset].count { $0 & 0xC0 != 0x80 } + 1
        return Place(offset: offset, line: low + 1, column: column)
    }

    /// The bytes of a 1-based line with its end; empty beyond the last.
    func line(_ number: Int) -> ArraySlice<UInt8> {
        guard number >= 1, number <= starts.count else { return [] }
        return bytes[starts[number - 1]..<(number < starts.count ? starts[number] : bytes.count)]
    }

    var count: Int { starts.count }

    /// Only blanks, comments and document marks.
    var hasNoContent: Bool {
        (1...count).allSatisfy { number in
            let words = line(number).drop { $0 <= 0x20 }
            return words.isEmpty || words.first == UInt8(ascii: "#")
                || words.starts(with: "---".utf8) && words.dropFirst(3).allSatisfy { $0 <= 0x20 }
        }
    }
}
