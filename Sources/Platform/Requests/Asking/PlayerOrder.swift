import Documents

/// A player's dossier that somebody asks for, with every record and not in pages.
package struct PlayerOrder: Sendable, Hashable {
    /// The formats that can be delivered.
    package static let formats = ["json", "xml"]

    /// The player's id.
    package let player: String
    /// One part of the dossier; nil for all.
    package let part: String?
    /// One of `formats`.
    package let format: String
    /// Whether the token with which it was asked for opens reports of suspicion.
    package let seesSuspicions: Bool

    package init(player: String, part: String?, format: String, seesSuspicions: Bool) {
        self.player = player
        self.part = part
        self.format = format
        self.seesSuspicions = seesSuspicions
    }

    init?(parameters: Node, format: String) {
        guard let player = parameters["player"]?.string, let sees = parameters["suspicions"]?.bool else { return nil }
        self.init(player: player, part: parameters["part"]?.string, format: format, seesSuspicions: sees)
    }

    var parameters: Node {
        .object(
            [("player", .string(player))] + (part.map { [("part", .string($0))] } ?? []) + [("suspicions", .bool(seesSuspicions))])
    }
}
