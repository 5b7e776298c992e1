package import Documents
import ServerKit

/// What a request asks for, by its kind.
package enum RequestOrder: Sendable, Hashable {
    case report(FileOrder)
    case logs(LogOrder)
    case player(PlayerOrder)
    case audit(AuditOrder)

    /// The word of the kind on the wire.
    package var kind: String {
        switch self {
        case .report: "report"
        case .logs: "logs"
        case .player: "player"
        case .audit: "audit"
        }
    }

    /// In which format the file is wanted.
    package var format: String {
        switch self {
        case .report(let order): order.format
        case .logs(let order): order.format
        case .player(let order): order.format
        case .audit(let order): order.format
        }
    }

    /// As the request is stored: the members of its `parameters`, and whether suspicions are seen.
    package var parameters: Node {
        switch self {
        case .report(let order): order.parameters
        case .logs(let order): order.parameters
        case .player(let order): order.parameters
        case .audit(let order): order.parameters
        }
    }

    /// What a stored request asks for; nil when the row was not written by this module.
    package init?(kind: String, parameters bytes: [UInt8], format: String) {
        switch kind {
        case "report":
            guard let order = FileOrder(parameters: bytes, format: format) else { return nil }
            self = .report(order)
        case "logs", "player", "audit":
            guard let node = try? JSONReader.read(bytes) else { return nil }
            switch kind {
            case "logs":
                guard let order = LogOrder(parameters: node, format: format) else { return nil }
                self = .logs(order)
            case "player":
                guard let order = PlayerOrder(parameters: node, format: format) else { return nil }
                self = .player(order)
            default:
                guard let order = AuditOrder(parameters: node, format: format) else { return nil }
                self = .audit(order)
            }
        default: return nil
        }
    }

    /// Reads the members `kind`, `parameters` and `format` of a request's body.
    /// - Parameter seesSuspicions: whether the client may see reports of suspicion, kept with the order.
    init(_ body: inout ObjectReader, seesSuspicions: Bool) throws(Problem) {
        let kind = try body.word("kind", of: ["report", "logs", "player", "audit"])
        var parameters = try body.object("parameters")
        switch kind {
        case "report":
            let period = try parameters.text("period", limit: 16)
            let template = try parameters.text("template", limit: 32)
            let licence = try parameters.optionalText("licence", limit: 64)
            let format = try body.word("format", of: FileOrder.formats)
            self = .report(FileOrder(period: period, template: template, licence: licence, format: format))
        case "logs":
            let type = try parameters.text("type", limit: 32)
            var filter: [String: String] = [:]
            for name in LogOrder.filters { filter[name] = try parameters.optionalText(name, limit: 64) }
            let format = try body.word("format", of: LogOrder.formats)
            self = .logs(LogOrder(type: type, filter: filter, format: format, seesSuspicions: seesSuspicions))
        case "player":
            let player = try parameters.text("player", limit: 64)
            let part = try parameters.optionalText("part", limit: 32)
            let format = try body.word("format", of: PlayerOrder.formats)
            self = .player(PlayerOrder(player: player, part: part, format: format, seesSuspicions: seesSuspicions))
        default:
            let entity = try parameters.text("entity", limit: 64)
            let id = try parameters.text("id", limit: 64)
            let format = try body.word("format", of: AuditOrder.formats)
            self = .audit(AuditOrder(entity: entity, id: id, format: format))
        }
        try parameters.finish()
    }
}
