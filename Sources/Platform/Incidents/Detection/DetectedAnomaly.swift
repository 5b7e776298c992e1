import Crypto
package import Documents
import SourceData

/// What a detector found, before it becomes an event.
package struct DetectedAnomaly: Sendable, Hashable {
    package let detector: Detector
    package let licence: String
    /// What it is about, in words that stay the same when it is found again: ids, kinds, days; no figures.
    package let key: [String]
    /// When it happened, or began.
    package let occurredAt: Timestamp
    /// In a few words, without personal data.
    package let summary: String
    /// Figures that name nobody.
    package let details: Node
    /// The pseudonym of the player that it is about; kept with the event for the operator's people, told to nobody.
    package let player: String?
    package let playersAffected: Int?

    package init(
        detector: Detector, licence: String, key: [String], occurredAt: Timestamp, summary: String, details: Node, player: String? = nil,
        playersAffected: Int? = nil
    ) {
        self.detector = detector
        self.licence = licence
        self.key = key
        self.occurredAt = occurredAt
        self.summary = summary
        self.details = details
        self.player = player
        self.playersAffected = playersAffected
    }

    /// The id of its event, a UUID of version 8 (RFC 9562 §5.8) made from what it is about: the same finding is the same event.
    /// - Parameter tables: tells the tables apart in which it was found.
    package func eventID(in tables: String) -> String {
        let words = ["assay detection 1", tables, detector.rawValue, licence] + key
        // Lengths before the words: no word can run into the next.
        var digest = Array(SHA256.hash(data: Array(words.map { "\($0.utf8.count):\($0)" }.joined().utf8)).prefix(16))
        digest[6] = digest[6] & 0x0F | 0x80
        digest[8] = digest[8] & 0x3F | 0x80
        let text = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(text.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }

    /// The event as an operator's system would report it. Its document holds no figures: rows that come late change them, and it would
    /// be another event under the same id.
    /// - Parameter awareAt: when it was found.
    package func event(in tables: String, awareAt: Timestamp) -> OperatorEvent {
        let id = eventID(in: tables)
        // What is not in our hands, such as the ids of games, may look like somebody's number.
        let text = PersonalText.isSuspicious(summary) ? "Found in the operator's tables by the detector \(detector.rawValue)" : summary
        var about: [(String, Node)] = [("detector", .string(detector.rawValue)), ("key", .array(key.map { .string($0) }))]
        if let player { about.append(("player_id", .string(player))) }
        return OperatorEvent(
            id: id, type: detector.incidentCode, meaning: .incident(code: detector.incidentCode), occurredAt: min(occurredAt, awareAt),
            awareAt: awareAt, licences: [licence], summary: text, playersAffected: playersAffected, severity: nil, details: details,
            document: .object([
                ("event_id", .string(id)), ("type", .string(detector.incidentCode)), ("licences", [.string(licence)]),
                ("details", .object(about)),
            ]))
    }
}
