import Documents
import Requests
import ServerKit

/// A game as it is offered.
struct Game: OperatorEntity {
    static let kind = "game"
    static let course: StateCourse? = StateCourse(
        member: "state",
        steps: [
            "TESTING": ["LIVE", "WITHDRAWN"], "LIVE": ["SUSPENDED", "WITHDRAWN"], "SUSPENDED": ["LIVE", "WITHDRAWN"], "WITHDRAWN": [],
        ])

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let supplier = try value.reference("supplier_id")
        let name = try value.text("name", limit: 120)
        let vertical = try value.word(
            "vertical",
            of: [
                "SLOTS", "ROULETTE", "BLACKJACK", "BACCARAT", "VIDEO_POKER", "LIVE_TABLE", "BINGO", "VIRTUAL", "CRASH", "OTHER",
            ])
        let type = try value.word("mga_type", of: ["TYPE1", "TYPE2", "TYPE3", "TYPE4"])
        let category = try value.word("ukgc_category", of: ["ROULETTE", "BLACKJACK", "SLOTS", "OTHER"])
        let rtp = try value.decimal("rtp_theoretical", whole: 2, fraction: 5)
        let spread = try value.decimal("stake_sd", whole: 5, fraction: 4)
        let most = try value.integer("max_win_multiple", in: 1...1_000_000)
        let state = try value.word("state", of: ["TESTING", "LIVE", "SUSPENDED", "WITHDRAWN"])
        try value.finish()
        document = .object([
            ("supplier_id", supplier), ("name", .string(name)), ("vertical", .string(vertical)), ("mga_type", .string(type)),
            ("ukgc_category", .string(category)), ("rtp_theoretical", rtp), ("stake_sd", spread), ("max_win_multiple", .integer(most)),
            ("state", .string(state)),
        ])
    }
}
