package import Documents

/// Something that happened at the operator and may be an incident, as its systems or people report it.
package struct OperatorEvent: Sendable {
    /// What an event about a player's exclusion says.
    package enum Exclusion: String, Sendable, Hashable, CaseIterable {
        /// The player is excluded from then on.
        case excluded = "EXCLUDED"
        /// The exclusion is over.
        case ended = "ENDED"
        /// The player played.
        case play = "PLAY"
        /// Marketing was sent to the player.
        case marketing = "MARKETING"
    }

    /// What follows from it.
    package enum Meaning: Sendable, Hashable {
        /// An incident with this code of the catalogue.
        case incident(code: String)
        /// A record about a player, by pseudonym; an incident only when play or marketing follows an exclusion.
        case exclusion(Exclusion, player: String)
    }

    /// Chosen by the reporter, a UUID in lower case: the same event reported twice is one event.
    package let id: String
    /// The word of the report: `RNG_anomaly`, `SEC-BRCH` …
    package let type: String
    package let meaning: Meaning
    package let occurredAt: Timestamp
    /// When the operator became aware: clocks run from here.
    package let awareAt: Timestamp
    /// Of the licences that it touches; empty: all of the operator.
    package let licences: [String]
    /// In a few words, without personal data.
    package let summary: String
    package let playersAffected: Int?
    /// Another urgency than that of the type.
    package let severity: IncidentType.Severity?
    /// What the type asks for besides, without anything that names a player; null when it asks for nothing.
    package let details: Node
    /// The whole report; its canonical form is kept and compared.
    package let document: Node

    package init(
        id: String, type: String, meaning: Meaning, occurredAt: Timestamp, awareAt: Timestamp, licences: [String], summary: String,
        playersAffected: Int?, severity: IncidentType.Severity?, details: Node, document: Node
    ) {
        self.id = id
        self.type = type
        self.meaning = meaning
        self.occurredAt = occurredAt
        self.awareAt = awareAt
        self.licences = licences
        self.summary = summary
        self.playersAffected = playersAffected
        self.severity = severity
        self.details = details
        self.document = document
    }

    /// The player whom it is about, by pseudonym.
    var player: String? {
        if case .exclusion(_, let player) = meaning { return player }
        return nil
    }
}

/// What became of a reported event.
package struct EventReceipt: Sendable, Hashable {
    package let eventID: String
    /// False for a repetition of what was taken before.
    package let isNew: Bool
    /// The incident that it opened or belongs to; nil for a mere record.
    package let incidentID: String?

    /// The answer's body.
    package var document: Node {
        .object([
            ("event_id", .string(eventID)), ("outcome", incidentID == nil ? "RECORDED" : "INCIDENT"),
            ("incident_id", incidentID.map { .string($0) } ?? .null),
        ])
    }
}
