/// A value of a structured field without parameters (RFC 9651 §3.3).
enum BareItem: Sendable, Hashable {
    /// At most 15 digits.
    case integer(Int64)
    /// In thousandths; at most 12 digits before the point.
    case decimal(thousandths: Int64)
    /// Printable ASCII.
    case string(String)
    case token(String)
    case bytes([UInt8])
    case boolean(Bool)
    /// Seconds since 1970.
    case date(Int64)
    /// Any Unicode text.
    case displayString(String)
}

/// Named bare items behind a value, each name once, in the order written (RFC 9651 §3.1.2).
struct StructuredParameters: Sendable, Hashable {
    private(set) var entries: [Entry] = []

    struct Entry: Sendable, Hashable {
        let key: String
        var value: BareItem
    }

    subscript(key: String) -> BareItem? { entries.first { $0.key == key }?.value }

    /// A name met again takes the last value and keeps its first place, as §4.2.3.2 says.
    mutating func set(_ key: String, _ value: BareItem) {
        if let place = entries.firstIndex(where: { $0.key == key }) {
            entries[place].value = value
        } else {
            entries.append(Entry(key: key, value: value))
        }
    }
}

/// A bare item with parameters (RFC 9651 §3.3).
struct StructuredItem: Sendable, Hashable {
    var value: BareItem
    var parameters = StructuredParameters()
}

/// Items in parentheses, with parameters of their own (RFC 9651 §3.1.1).
struct StructuredInnerList: Sendable, Hashable {
    var items: [StructuredItem]
    var parameters = StructuredParameters()
}

/// What lists and dictionaries consist of.
enum StructuredMember: Sendable, Hashable {
    case item(StructuredItem)
    case innerList(StructuredInnerList)
}

/// Named members in the order written, each name once (RFC 9651 §3.2).
struct StructuredDictionary: Sendable, Hashable {
    private(set) var entries: [Entry] = []
    /// Names that were written more than once; only the last member of each counts.
    private(set) var repeatedKeys: Set<String> = []

    struct Entry: Sendable, Hashable {
        let key: String
        var member: StructuredMember
    }

    subscript(key: String) -> StructuredMember? { entries.first { $0.key == key }?.member }

    mutating func set(_ key: String, _ member: StructuredMember) {
        if let place = entries.firstIndex(where: { $0.key == key }) {
            repeatedKeys.insert(key)
            entries[place].member = member
        } else {
            entries.append(Entry(key: key, member: member))
        }
    }
}
