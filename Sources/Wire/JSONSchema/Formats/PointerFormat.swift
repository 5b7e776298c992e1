import Documents

/// `json-pointer` and `relative-json-pointer`.
enum PointerFormat {
    static func isPointer(_ text: String) -> Bool { (try? JSONPointer(parsing: text)) != nil }

    /// Levels up, perhaps a shift of the index, then `#` or a pointer (draft-bhutton-relative-json-pointer-00 §3).
    static func isRelative(_ text: String) -> Bool {
        guard let afterLevels = withoutInteger(text[...]) else { return false }
        var rest = afterLevels
        if let sign = rest.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            guard let shifted = withoutInteger(rest.dropFirst()) else { return false }
            rest = shifted
        }
        return rest == "#" || isPointer(String(rest))
    }

    /// What follows a whole number without leading zeros.
    private static func withoutInteger(_ text: Substring) -> Substring? {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard let first = digits.first, digits.count == 1 || first != 0x30 else { return nil }
        return text[digits.endIndex...]
    }
}
