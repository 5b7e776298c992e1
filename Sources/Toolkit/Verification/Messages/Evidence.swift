package import Documents
package import MessageSignatures

/// What the checks may know besides the exchange itself. Nothing is fetched by a check: what is not here was not looked at.
package struct Evidence: Sendable {
    /// The keys that the judged party may sign with.
    package var keys: KeySet
    /// The moment of the check.
    package var now: Timestamp
    /// Variables for templates in matchers.
    package var values: [String: Node]
    /// What was fetched of the platform's log after the exchange; nil when nobody fetched it.
    package var log: LogEvidence?
    /// The Extended capabilities that the profile declares.
    package var capabilities: Set<String>
    /// When the event happened that makes the platform send a webhook; nil when unknown.
    package var causedAt: Timestamp?
    /// Earlier receptions of the same webhook interaction, oldest first.
    package var earlier: [Exchange]
    /// How the subject calls in its signatures what the contracts call otherwise.
    package var wireNames: WireNames

    package init(
        keys: KeySet, now: Timestamp, values: [String: Node] = [:], log: LogEvidence? = nil, capabilities: Set<String> = [],
        causedAt: Timestamp? = nil, earlier: [Exchange] = [], wireNames: WireNames = WireNames()
    ) {
        self.keys = keys
        self.now = now
        self.values = values
        self.log = log
        self.capabilities = capabilities
        self.causedAt = causedAt
        self.earlier = earlier
        self.wireNames = wireNames
    }
}

/// What a runner fetched, after an exchange, to prove that the platform logged it.
package struct LogEvidence: Sendable {
    /// A signed note (C2SP tlog-checkpoint) with the moment its request was begun.
    package struct FetchedCheckpoint: Sendable {
        package var note: [UInt8]
        package var fetchedAt: Timestamp
        package init(note: [UInt8], fetchedAt: Timestamp) {
            self.note = note
            self.fetchedAt = fetchedAt
        }
    }

    /// The body of the history answer, asked for after the exchange.
    package var history: [UInt8]
    /// Fetched apart from the history; several may be given (before and after it), at least one must fit the proof.
    package var checkpoints: [FetchedCheckpoint]
    /// The log's verifier key (C2SP signed-note), from the profile: never from the platform's own answer.
    package var verifierKey: String
    /// Tiles by their C2SP path, when the runner fetched some: lets a proof for one size be carried to a checkpoint of another.
    package var tiles: [String: [UInt8]]
    /// Puts a document of the history, or of a leaf in it, in the words of the contracts.
    package var worded: @Sendable (Node) -> Node

    package init(
        history: [UInt8], checkpoints: [FetchedCheckpoint], verifierKey: String, tiles: [String: [UInt8]] = [:],
        worded: @escaping @Sendable (Node) -> Node = { $0 }
    ) {
        self.history = history
        self.checkpoints = checkpoints
        self.verifierKey = verifierKey
        self.tiles = tiles
        self.worded = worded
    }
}
