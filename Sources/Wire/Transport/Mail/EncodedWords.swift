import Foundation

/// Spells the text of a field that may have other characters than ASCII (RFC 2047 §2).
enum EncodedWords {
    /// The text itself when a line can hold it, else words in base64, each of whole characters and at most 75 bytes, on lines of their own.
    static func text(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.count <= 66 && !text.contains("=?")
        if isPlain, text.trimmingCharacters(in: .whitespaces) == text { return text }
        var words: [String] = []
        var piece = ""
        for scalar in text.unicodeScalars {
            if piece.utf8.count + String(scalar).utf8.count > 42 {
                words.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
        }
        words.append(piece)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
