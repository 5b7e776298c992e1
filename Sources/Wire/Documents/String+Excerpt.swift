extension String {
    /// The text as messages quote it: whole up to 200 scalars, longer ones cut there. What is read may be as long as it likes, a message not.
    package var excerpt: String {
        let limit = 200
        guard let end = unicodeScalars.index(unicodeScalars.startIndex, offsetBy: limit, limitedBy: unicodeScalars.endIndex),
            end < unicodeScalars.endIndex
        else { return self }
        return String(unicodeScalars[..<end]) + "…"
    }
}
