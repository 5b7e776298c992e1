/// What stands before the root element (XML 1.0 §2.8), read from the bytes without a parser.
enum DocumentProlog {
    /// The 1-based line of a document type declaration, nil when there is none or the encoding does not extend ASCII; a parser must still
    /// look for one in that case. Found before anything of it is parsed, so that no entity of it can do harm.
    static func documentTypeLine(in document: [UInt8]) -> Int? {
        var rest = document[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while true {
            rest = rest.drop { [9, 10, 13, 32].contains($0) }
            if rest.starts(with: "<!DOCTYPE".utf8) {
                return document[..<rest.startIndex].count { $0 == 10 } + 1
            } else if rest.starts(with: "<?".utf8) {
                rest = after("?>", in: rest.dropFirst(2))
            } else if rest.starts(with: "<!--".utf8) {
                rest = after("-->", in: rest.dropFirst(4))
            } else {
                return nil
            }
        }
    }

    private static func after(_ end: String, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = end.utf8.first else { return bytes }
        var rest = bytes
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: end.utf8) { return rest.dropFirst(end.utf8.count) }
            rest = rest.dropFirst()
        }
        return bytes[bytes.endIndex...]
    }
}
