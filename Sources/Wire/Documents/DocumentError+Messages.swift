extension DocumentError {
    static func tooLarge(_ count: Int, limit: Int) -> DocumentError {
        DocumentError(.tooLarge, "expected at most \(limit) bytes, got \(count)")
    }

    static func tooDeep(limit: Int, at place: Place) -> DocumentError {
        DocumentError(.tooDeep, at: place, "expected at most \(limit) levels of nesting, got more")
    }

    static func tooManyMembers(limit: Int, at place: Place) -> DocumentError {
        DocumentError(.tooManyMembers, at: place, "expected at most \(limit) members of an object, got more")
    }

    static func emptyDocument(at place: Place) -> DocumentError {
        DocumentError(.empty, at: place, "expected a document, got an empty text")
    }

    static func byteOrderMark(at place: Place) -> DocumentError {
        DocumentError(.encoding, at: place, "expected UTF-8 without a byte order mark (RFC 8259 §8.1), got one")
    }

    static func notUTF8(_ byte: UInt8, at place: Place) -> DocumentError {
        DocumentError(.encoding, at: place, "expected UTF-8, got the byte 0x\(String(byte, radix: 16, uppercase: true))")
    }

    static func loneSurrogate(_ unit: UInt32, at place: Place) -> DocumentError {
        DocumentError(
            .encoding, at: place,
            "expected a scalar or a surrogate pair, got the lone surrogate \\u\(String(unit, radix: 16, uppercase: true))")
    }

    static func syntax(expected: String, found: String, at place: Place) -> DocumentError {
        DocumentError(.syntax, at: place, "expected \(expected), got \(found)")
    }

    static func truncated(expected: String, at place: Place) -> DocumentError {
        DocumentError(.truncated, at: place, "expected \(expected), got the end of the text")
    }

    static func controlCharacter(_ byte: UInt8, at place: Place) -> DocumentError {
        DocumentError(
            .syntax, at: place,
            "expected an escaped control character in a string, got U+00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
        )
    }

    static func number(_ expected: String, _ found: String, at place: Place) -> DocumentError {
        DocumentError(.number, at: place, "expected \(expected), got \(found)")
    }

    static func duplicateKey(_ key: String, at place: Place) -> DocumentError {
        DocumentError(.duplicateKey, at: place, "expected each key once in an object, got `\(key)` again")
    }

    static func trailing(_ found: String, at place: Place) -> DocumentError {
        DocumentError(.trailing, at: place, "expected nothing after the document, got \(found)")
    }

    static func notCanonical(_ number: Number, at place: Place) -> DocumentError {
        DocumentError(.notCanonical, at: place, "expected a number that a double holds (RFC 8785 §3.2.2.3), got \(number.lexeme)")
    }

    static func pointer(_ text: String, reason: String, column: Int) -> DocumentError {
        DocumentError(
            .pointer, at: Place(offset: column - 1, line: 1, column: column),
            "expected a JSON Pointer (RFC 6901), got `\(text.excerpt)`: \(reason)"
        )
    }

    static func timestamp(_ text: String) -> DocumentError {
        DocumentError(.timestamp, "expected a date and time such as 2026-11-23T10:01:07.112Z (RFC 3339), got `\(text.excerpt)`")
    }
}
