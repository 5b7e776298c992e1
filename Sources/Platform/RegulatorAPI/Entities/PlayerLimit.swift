import Documents
import Requests
import ServerKit

/// A limit on what a player may pay in, lose, stake or hold, or how long a session lasts. A second officer agrees to every change.
struct PlayerLimit: OperatorEntity {
    static let kind = "limit"
    static let needsApproval = true

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let player = try value.reference("player_id")
        let kind = try value.word("kind", of: ["DEPOSIT", "LOSS", "STAKE", "SESSION_TIME", "BALANCE"])
        let window = try value.word("window", of: kind == "SESSION_TIME" ? ["SESSION", "DAY"] : ["DAY", "WEEK", "MONTH", "SESSION"])
        let bound: (String, Node) =
            if kind == "SESSION_TIME" {
                ("minutes", .integer(try value.integer("minutes", in: 1...1440)))
            } else {
                ("amount", try value.money("amount"))
            }
        let change = try value.word("change", of: ["SET", "TIGHTEN", "RELAX", "REMOVE"])
        let setter = try value.word("set_by", of: ["PLAYER", "OPERATOR", "REGULATOR"])
        try value.finish()
        document = .object([
            ("player_id", player), ("kind", .string(kind)), ("window", .string(window)), bound, ("change", .string(change)),
            ("set_by", .string(setter)),
        ])
    }
}
