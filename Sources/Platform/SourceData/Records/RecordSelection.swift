package import Documents

/// Which records of a log are wanted.
package struct RecordSelection: Sendable, Hashable {
    /// A licence and its instants, from the first, inclusive, to the last, exclusive; nil is open.
    package struct Span: Sendable, Hashable {
        package let licence: String
        package let from: Timestamp?
        package let to: Timestamp?

        package init(licence: String, from: Timestamp? = nil, to: Timestamp? = nil) {
            self.licence = licence
            self.from = from
            self.to = to
        }
    }

    /// One for each licence.
    package let spans: [Span]
    package let player: String?
    package let game: String?
    package let restricted: RestrictedColumns

    package init(spans: [Span], player: String? = nil, game: String? = nil, restricted: RestrictedColumns) {
        self.spans = spans
        self.player = player
        self.game = game
        self.restricted = restricted
    }
}
