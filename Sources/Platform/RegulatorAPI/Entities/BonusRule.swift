import Documents
import Requests
import ServerKit
import SourceData

/// A rule by which the operator grants bonuses, as `PUT /operator/bonus_rule/{id}` takes it.
struct BonusRule: OperatorEntity {
    static let kind = "bonus_rule"

    /// The value in the order of the API's description; what is stored and hashed is its canonical form.
    let document: Node

    /// Reads the member `value` strictly; throws 400 with the pointer of what is not right.
    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let name = try value.text("name", limit: 120)
        let percentage = try value.integer("percentage", in: 0...500)
        let maximum = try value.money("max_amount")
        let wagering = try value.integer("wagering_multiple", in: 0...100)
        let from = try value.day("valid_from")
        let to = try Self.end(&value, after: from)
        let isActive = try value.flag("active")
        try value.finish()
        document = .object([
            ("name", .string(name)), ("percentage", .integer(percentage)), ("max_amount", maximum),
            ("wagering_multiple", .integer(wagering)), ("valid_from", .string(from.description)),
            ("valid_to", to.map { .string($0.description) } ?? .null), ("active", .bool(isActive)),
        ])
    }

    private static func end(_ value: inout ObjectReader, after start: GamingDay) throws(Problem) -> GamingDay? {
        if try value.required("valid_to").isNull { return nil }
        let pointer = value.pointer(to: "valid_to")
        let end = try value.day("valid_to")
        guard end.ordinal >= start.ordinal else { throw .invalidMember(pointer, "expected a day not before valid_from") }
        return end
    }
}
