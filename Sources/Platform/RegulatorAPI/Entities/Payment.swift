import Documents
import Requests
import ServerKit

/// A deposit or withdrawal. Money that moved is never taken out of the books: a payment cannot be deleted.
struct Payment: OperatorEntity {
    static let kind = "payment"
    static let isDeletable = false
    static let course: StateCourse? = StateCourse(
        member: "status",
        steps: [
            "REQUESTED": ["PENDING", "REJECTED", "CANCELLED"], "PENDING": ["SETTLED", "REJECTED", "CANCELLED"],
            "SETTLED": ["CHARGED_BACK"], "REJECTED": [], "CANCELLED": [], "CHARGED_BACK": [],
        ])

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let player = try value.reference("player_id")
        let kind = try value.word("kind", of: ["DEPOSIT", "WITHDRAWAL"])
        let method = try value.word("method", of: ["CARD", "EWALLET", "BANK_TRANSFER", "OPEN_BANKING", "VOUCHER", "CRYPTO", "OTHER"])
        let provider = try value.reference("psp_id")
        let amount = try value.money("amount")
        let status = try value.word("status", of: ["REQUESTED", "PENDING", "SETTLED", "REJECTED", "CANCELLED", "CHARGED_BACK"])
        let requested = try value.time("requested_at")
        try value.finish()
        document = .object([
            ("player_id", player), ("kind", .string(kind)), ("method", .string(method)), ("psp_id", provider), ("amount", amount),
            ("status", .string(status)), ("requested_at", .string(requested.description)),
        ])
    }
}
