import Documents
import Requests
import ServerKit

/// What is known of a player's identity. The evidence is named by its hash alone. The status is evidence itself and cannot be deleted.
struct KYCStatus: OperatorEntity {
    static let kind = "kyc_status"
    static let isDeletable = false
    static let course: StateCourse? = StateCourse(
        member: "outcome",
        steps: ["REFER": ["PASS", "FAIL", "ERROR"], "ERROR": ["REFER", "PASS", "FAIL"], "PASS": ["REFER"], "FAIL": ["REFER"]])

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let player = try value.reference("player_id")
        let level = try value.word("level", of: ["NONE", "BASIC", "STANDARD", "ENHANCED"])
        let outcome = try value.word("outcome", of: ["PASS", "FAIL", "REFER", "ERROR"])
        let trigger = try value.word("trigger", of: ["REGISTRATION", "THRESHOLD", "WITHDRAWAL", "PERIODIC", "ALERT"])
        let evidence = try value.commitment("doc_sha256")
        let isLocked = try value.flag("funds_locked")
        try value.finish()
        document = .object([
            ("player_id", player), ("level", .string(level)), ("outcome", .string(outcome)), ("trigger", .string(trigger)),
            ("doc_sha256", evidence), ("funds_locked", .bool(isLocked)),
        ])
    }
}
