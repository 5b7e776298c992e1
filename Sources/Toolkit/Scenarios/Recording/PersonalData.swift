import Documents

/// Puts the kind of personal data in its place: `[email]`. By the name of the member that holds it, and in running text what has the form
/// of a mail address.
enum PersonalData {
    private static let kinds: [String: String] = [
        "email": "email", "mail": "email", "first_name": "name", "last_name": "name", "full_name": "name", "surname": "name",
        "given_name": "name", "date_of_birth": "date", "birth_date": "date", "phone": "phone", "mobile": "phone", "address": "address",
        "street": "address", "postcode": "address", "postal_code": "address", "iban": "account", "account_number": "account",
        "card_number": "account", "passport": "document", "national_id": "document", "ip_address": "ip",
    ]
    /// A base64 member of this name is a whole document.
    private static let document = "content"

    static func masked(_ node: Node) -> Node {
        switch node.value {
        case .null, .bool, .number: node
        case .string(let text): .string(masked(text))
        case .array(let elements): .array(elements.map { masked($0) })
        case .object(let members):
            .object(
                members.map { member in
                    if let kind = kinds[member.key.lowercased()], !member.value.isNull, member.value.bool == nil {
                        return (member.key, .string("[\(kind)]"))
                    }
                    if member.key == document, let text = member.value.string, text.utf8.count > 64 {
                        return (member.key, .string("[document of \(text.utf8.count / 4 * 3) bytes]"))
                    }
                    return (member.key, masked(member.value))
                })
        }
    }

    /// Mail addresses in running text.
    static func masked(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
        var result = ""
        var rest = text[...]
        while let at = rest.firstIndex(of: "@") {
            var start = at
            while start > rest.startIndex, isLocal(rest[rest.index(before: start)]) { start = rest.index(before: start) }
            var end = rest.index(after: at)
            while end < rest.endIndex, isDomain(rest[end]) { end = rest.index(after: end) }
            let domain = rest[rest.index(after: at)..<end]
            if start < at, domain.contains("."), !domain.hasPrefix(".") {
                result += rest[..<start] + "[email]"
            } else {
                result += rest[..<end]
            }
            rest = rest[end...]
        }
        return result + rest
    }

    private static func isLocal(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._%+-".contains(character))
    }

    private static func isDomain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || ".-".contains(character))
    }
}
