import Documents
import Requests
import ServerKit
import SourceData

/// The values that entities share.
extension ObjectReader {
    /// `{"amount": "12.34", "currency": "EUR"}`: two decimals, at most twelve digits before them.
    mutating func money(_ name: String) throws(Problem) -> Node {
        var money = try object(name)
        let amount = try money.text("amount", limit: 16)
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, (1...12).contains(parts[0].utf8.count), parts[0] == "0" || parts[0].first != "0",
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else {
            throw .invalidMember(money.pointer(to: "amount"), "expected an amount with two decimals, as in \"12.34\"")
        }
        let currency = try money.text("currency", limit: 3)
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .invalidMember(money.pointer(to: "currency"), "expected an ISO 4217 code, as in \"EUR\"")
        }
        try money.finish()
        return .object([("amount", .string(amount)), ("currency", .string(currency))])
    }

    /// A day, `2026-10-15`.
    mutating func day(_ name: String) throws(Problem) -> GamingDay {
        let text = try text(name, limit: 10)
        guard let day = GamingDay(parsing: text) else {
            throw .invalidMember(pointer(to: name), "expected a day, as in \"2026-10-15\"")
        }
        return day
    }

    /// A time of RFC 3339.
    mutating func time(_ name: String) throws(Problem) -> Timestamp {
        let text = try text(name, limit: 40)
        do {
            return try Timestamp(parsing: text)
        } catch {
            throw .invalidMember(pointer(to: name), "expected a time, as in \"2026-10-15T12:00:00.000Z\"")
        }
    }

    /// The name of a thing or the pseudonym of a player: 1 to 64 letters, digits, `-` and `_`. An e-mail address or a name with a space
    /// is none.
    mutating func reference(_ name: String) throws(Problem) -> Node {
        let text = try text(name, limit: 64)
        guard RealmServices.isEntityID(text) else {
            throw .invalidMember(pointer(to: name), "expected 1 to 64 letters, digits, - and _")
        }
        return .string(text)
    }

    /// A decimal number in digits, with at most `whole` before and `fraction` after the point.
    mutating func decimal(_ name: String, whole: Int, fraction: Int) throws(Problem) -> Node {
        let text = try text(name, limit: whole + fraction + 1)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...whole).contains(parts[0].utf8.count),
            parts.count == 1 || (1...fraction).contains(parts[1].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else {
            throw .invalidMember(pointer(to: name), "expected a decimal number, \(whole) digits and \(fraction) decimals at most")
        }
        return .string(text)
    }

    /// A SHA-256 in lower-case hex, or null: what stands for a document that names a person.
    mutating func commitment(_ name: String) throws(Problem) -> Node {
        if try required(name).isNull { return .null }
        let text = try text(name, limit: 64)
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            throw .invalidMember(pointer(to: name), "expected a SHA-256 in lower-case hex, or null")
        }
        return .string(text)
    }
}
