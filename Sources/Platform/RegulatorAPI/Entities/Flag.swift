import Documents
import Requests
import ServerKit

/// A switch of the operator's systems, for example a kill switch of a promotion.
struct Flag: OperatorEntity {
    static let kind = "flag"

    let document: Node

    init(_ reader: ObjectReader) throws(Problem) {
        var value = reader
        let description = try value.text("description", limit: 200)
        let isOn = try value.flag("enabled")
        let scope = try value.word("scope", of: ["PLATFORM", "LICENCE", "GAME"])
        try value.finish()
        document = .object([("description", .string(description)), ("enabled", .bool(isOn)), ("scope", .string(scope))])
    }
}
