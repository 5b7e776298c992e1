/// A table whose rows are records: which columns are shown, and in which order they are told.
package struct RecordSource: Sendable {
    /// The table's name, as the data model has it; names the kind of a record on the wire.
    package let table: String
    /// The instant by which records are ordered.
    let time: String
    /// A text that tells records of one instant apart; together with `number`, where there is one, the key of the table.
    let key: String
    /// A whole number that tells records with the same key apart.
    let number: String?
    /// What is true for records of a game, with one place for its id; nil where records belong to no game.
    let ofGame: String?
    /// What is true for records of a player, with one place for its id; nil where records belong to no player.
    let ofPlayer: String?
    /// In the order in which they are shown.
    package let columns: [RecordColumn]

    init(
        _ table: String, time: String, key: String, number: String? = nil, ofPlayer: String? = byPlayer, ofGame: String? = nil,
        _ columns: [[RecordColumn]]
    ) {
        self.table = table
        self.time = time
        self.key = key
        self.number = number
        self.ofPlayer = ofPlayer
        self.ofGame = ofGame
        self.columns = columns.flatMap { $0 }
    }

    /// Records that name their player.
    static let byPlayer = "t.player_id = ?"

    /// Records that belong to the version of a game.
    static let byGameVersion = "t.game_version_id IN (SELECT game_version_id FROM game_version WHERE game_id = ?)"

    /// The columns that a reader sees.
    package func columns(restricted: RestrictedColumns) -> [RecordColumn] {
        restricted == .shown ? columns : columns.filter { !$0.isRestricted }
    }
}

/// Whether columns are shown that could tell of a suspicion.
package enum RestrictedColumns: Sendable, Hashable {
    case shown, withheld
}
