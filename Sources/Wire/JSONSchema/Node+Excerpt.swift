import Documents

extension Node {
    /// The value as JSON, cut after 80 scalars: what messages quote.
    var excerpt: String {
        let text: String
        switch value {
        case .array(let elements) where elements.count > 20: text = "an array of \(elements.count) elements"
        case .object(let members) where members.count > 20: text = "an object of \(members.count) members"
        case .null, .bool, .number, .string, .array, .object: text = String(decoding: compactBytes(), as: UTF8.self)
        }
        guard text.unicodeScalars.count > 80 else { return text }
        return String(text.unicodeScalars.prefix(79)) + "…"
    }
}
