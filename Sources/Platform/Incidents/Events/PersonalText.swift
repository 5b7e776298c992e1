package import Documents
package import ServerKit

/// Looks through texts that will be read outside of the operator for what names a person.
package enum PersonalText {
    /// A player's pseudonym as the operator writes it, an e-mail address, a telephone number, or digits as on a card.
    ///
    /// Whether free text names somebody cannot be decided by rule; this finds what can be found.
    package static func isSuspicious(_ text: String) -> Bool {
        // An identifier that happens to have no letters is nobody's card.
        let text = text.replacing(#/\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b/#, with: "(id)")
        if text.contains(#/[^\s@]@[^\s@]+\.[^\s@]/#) { return true }
        if text.contains(#/\bP-[0-9]{4,}/#) { return true }
        if text.contains(#/\+[0-9][0-9 ()\-]{6,}/#) { return true }
        return text.contains(#/(?:[0-9][ \-]?){12,}/#)
    }

    /// - Throws: 400 `personal-data` with the member's pointer.
    package static func check(_ text: String, at pointer: JSONPointer) throws(Problem) {
        if isSuspicious(text) { throw .personalData(pointer) }
    }
}
