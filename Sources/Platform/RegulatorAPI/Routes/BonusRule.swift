import Documents
import Requests
import ServerKit
import SourceData

/// A rule by which the operator grants bonuses, as `PUT /operator/bonus_rule/{id}` takes it.
struct BonusRule: Sendable, Hashable {
    /// The value in the order of the API's description; what is stored and hashed is its canonical form.
    let document: Node

    /// Reads the member `value` strictly; throws 400 with the pointer of what is not right.
    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let name = try value.text("name", limit: 120)
        let percentage = try value.integer("percentage", in: 0...500)
        let maximum = try Self.money(value.object("max_amount"))
        let wagering = try value.integer("wagering_multiple", in: 0...100)
        let from = try Self.day(value.text("valid_from", limit: 10), at: value.pointer(to: "valid_from"))
        let to = try Self.end(&value, after: from)
        let isActive = try value.flag("active")
        try value.finish()
        document = .object([
            ("name", .string(name)), ("percentage", .integer(percentage)), ("max_amount", maximum),
            ("wagering_multiple", .integer(wagering)), ("valid_from", .string(from.description)),
            ("valid_to", to.map { .string($0.description) } ?? .null), ("active", .bool(isActive)),
        ])
    }

    private static func money(_ reader: ObjectReader) throws(Problem) -> Node {
        var money = reader
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

    private static func end(_ value: inout ObjectReader, after start: GamingDay) throws(Problem) -> GamingDay? {
        if try value.required("valid_to").isNull { return nil }
        let pointer = value.pointer(to: "valid_to")
        let end = try day(value.text("valid_to", limit: 10), at: pointer)
        guard end.ordinal >= start.ordinal else { throw .invalidMember(pointer, "expected a day not before valid_from") }
        return end
    }

    private static func day(_ text: String, at pointer: JSONPointer) throws(Problem) -> GamingDay {
        guard let day = GamingDay(parsing: text) else { throw .invalidMember(pointer, "expected a day, as in \"2026-10-15\"") }
        return day
    }
}
