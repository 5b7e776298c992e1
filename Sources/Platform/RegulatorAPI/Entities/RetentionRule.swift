import Documents
import Requests
import ServerKit

/// How long records of a class are kept: never under seven years, never without the agreement of a second officer.
struct RetentionRule: OperatorEntity {
    static let kind = "retention"
    static let needsApproval = true
    static let isDeletable = false

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let records = try value.word("records", of: ["AUDIT", "REPORTS", "TRANSACTIONS", "GAME_ROUNDS", "KYC", "AML", "INCIDENTS"])
        let years = try value.integer("years", in: 7...100)
        try value.finish()
        document = .object([("records", .string(records)), ("years", .integer(years))])
    }
}
