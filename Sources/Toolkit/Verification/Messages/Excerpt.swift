import Documents

/// Foreign values as findings show them: on one line, cut, without what must not be written down.
enum Excerpt {
    /// In Unicode scalars.
    static let limit = 160

    private static let secretMembers: Set<String> = [
        "password", "secret", "token", "access_token", "refresh_token", "client_assertion", "assertion", "private_key", "api_key",
        "first_name", "last_name", "full_name", "given_name", "family_name", "email", "phone", "phone_number", "mobile", "date_of_birth",
        "birth_date", "address", "street", "postcode", "iban", "document_number", "passport_number", "national_id",
    ]

    private static let mark = "[redacted]"

    /// Compact JSON with personal and secret members blotted out.
    static func text(_ node: Node) -> String {
        let bounded = node.array.map { $0.count > 20 ? Node.array(Array($0.prefix(20))) : node } ?? node
        return text(String(decoding: redacted(bounded).compactBytes().prefix(16 * limit), as: UTF8.self))
    }

    static func text(_ bytes: [UInt8]) -> String { text(String(decoding: bytes.prefix(16 * limit), as: UTF8.self)) }

    static func text(_ text: String) -> String {
        let clean = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        let safe = clean.split(separator: " ", omittingEmptySubsequences: false).map(redactedWord).joined(separator: " ")
        guard safe.unicodeScalars.count > limit else { return safe }
        return String(String.UnicodeScalarView(safe.unicodeScalars.prefix(limit))) + "…"
    }

    private static func redacted(_ node: Node) -> Node {
        switch node.value {
        case .null, .bool, .number, .string: node
        case .array(let elements): .array(elements.map(redacted))
        case .object(let members):
            Node(
                .object(
                    members.map { member in
                        let isSecret = secretMembers.contains(member.key.lowercased()) && !member.value.isNull
                        return Node.Member(key: member.key, value: isSecret ? .string(mark) : redacted(member.value))
                    }))
        }
    }

    /// Tokens in JWS form, mail addresses and payment card numbers, wherever they stand in a word.
    private static func redactedWord(_ word: Substring) -> String {
        var parts: [String] = []
        var current = ""
        for character in word {
            if character.isLetter || character.isNumber || "-_.@+=~/".contains(character) {
                current.append(character)
            } else {
                parts.append(isSensitive(current) ? mark : current)
                parts.append(String(character))
                current = ""
            }
        }
        parts.append(isSensitive(current) ? mark : current)
        return parts.joined()
    }

    private static func isSensitive(_ text: String) -> Bool {
        if text.hasPrefix("eyJ"), text.split(separator: ".", omittingEmptySubsequences: false).count >= 2 { return true }
        let at = text.split(separator: "@", omittingEmptySubsequences: false)
        if at.count == 2, !at[0].isEmpty, at[1].contains("."), !text.contains("/") { return true }
        return isCardNumber(text)
    }

    /// 13 to 19 digits, hyphens between them allowed, with a right check digit (ISO/IEC 7812-1 annex B).
    private static func isCardNumber(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return false }
        let digits = text.utf8.filter { $0 != 45 }.map { Int($0) - 48 }
        guard (13...19).contains(digits.count) else { return false }
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let doubled = position % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }
}
