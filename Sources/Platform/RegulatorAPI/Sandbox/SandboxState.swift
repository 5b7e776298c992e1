import Documents

/// A state that the sandbox can be brought into, as it is told to whoever asks which there are.
struct SandboxState: Sendable, Hashable {
    /// As contracts name it.
    let name: String
    /// One sentence: what is so then, and for how long.
    let title: String
    /// Parameters without which the state is refused.
    let needed: [String]
    /// Parameters that may be left out.
    let optional: [String]
    /// The values by which a contract refers to it.
    let values: [String]

    private init(_ name: String, _ title: String, needed: [String] = [], optional: [String] = [], values: [String]) {
        self.name = name
        self.title = title
        self.needed = needed
        self.optional = optional
        self.values = values
    }

    static let completedDay = "a completed gaming day"
    static let openDay = "a gaming day that is not over"
    static let emptyPeriod = "an empty period"
    static let lateReport = "a late report"
    static let deliveredReports = "reports are delivered"
    static let player = "a player"
    static let playerWithoutRounds = "a player without rounds"
    static let suspectedPlayer = "a player under suspicion"
    static let incident = "an incident"
    static let incidentWithTicket = "an incident with comments and an attachment"
    static let returnThatIsOff = "a game whose return is off"
    static let unevenDraws = "a generator whose draws are uneven"
    static let excludedAct = "an act during an exclusion"
    static let paymentsUnderThreshold = "payments just under a threshold"
    static let uncoveredFunds = "player funds that are not covered"
    static let waitingChange = "a change that waits for approval"
    static let rejectedChange = "a change that was rejected"
    static let usedUpAllowance = "a used-up allowance"
    static let blockedClient = "a blocked client"

    /// Of states that detectors are to notice: `since` is when they looked, `incident` is null when they noticed nothing.
    private static let found = ["licence", "type", "since", "incident"]

    /// All of them, in the order of the interface: reports, players, incidents and what makes them, entities, callers.
    static let all: [SandboxState] =
        [
            SandboxState(
                completedDay, "Every daily report of a licence for a day that is over is made.", needed: ["licence", "day"],
                values: ["licence", "regulator", "period", "day", "month", "templates", "run_ids"]),
            SandboxState(
                openDay, "Of a licence there are data of a gaming day that is not over; nothing is changed.", needed: ["licence"],
                optional: ["template"],
                values: ["open_day", "licence", "template", "ends_at", "seconds_to_last_minute", "seconds_to_end"]),
            SandboxState(
                emptyPeriod, "The daily reports of a day on which nothing happened under a licence are made; they have no row.",
                needed: ["licence"], values: ["licence", "period", "templates", "run_ids"]),
            SandboxState(
                lateReport, "A daily report of a licence was made after it was due.", needed: ["licence", "day"],
                values: ["licence", "period", "template", "run", "due_at", "generated_at"]),
            SandboxState(
                deliveredReports,
                "For ten minutes the reports of a template and period are delivered to one of upload, mail and drop.",
                needed: ["licence", "template", "period"], optional: ["upload", "mail", "drop", "format"], values: ["channel", "kind"]),
            SandboxState(
                player, "A player of a licence has played with money of their own.", needed: ["licence"], values: ["player", "licence"]),
            SandboxState(
                playerWithoutRounds, "A player of a licence has not played yet.", needed: ["licence"], values: ["player", "licence"]),
            SandboxState(
                suspectedPlayer, "An alert of money laundering is about a player of a licence.", needed: ["licence"],
                values: ["player", "licence"]),
            SandboxState(
                incident,
                "An incident of a type, or of a severity, is open; the same event is one incident, without event it is a new one.",
                optional: ["type", "severity", "licence", "aware_at", "event"], values: ["incident", "notice", "type", "severity"]),
            SandboxState(
                incidentWithTicket,
                "An officer wrote to an incident `told` for the authorities and `internal` for nobody else, and added a file.",
                optional: ["type", "severity", "licence", "aware_at", "event"],
                values: ["incident", "told", "internal", "attachment", "content"]),
            SandboxState(
                returnThatIsOff, "In tables of their own a game of a licence returns far more than it states; a new find each time.",
                needed: ["licence"], values: Self.found),
            SandboxState(
                unevenDraws, "In tables of their own a generator of a licence gives half of its values alone; a new find each time.",
                needed: ["licence"], values: Self.found),
            SandboxState(
                excludedAct,
                "In tables of their own an excluded player of a licence played, or did another act; a new find each time.",
                needed: ["licence"], optional: ["act"], values: Self.found),
            SandboxState(
                paymentsUnderThreshold,
                "In tables of their own a player of a licence made three deposits just under its threshold; a new find each time.",
                needed: ["licence"], values: Self.found),
            SandboxState(
                uncoveredFunds, "In tables of their own the accounts of a licence hold less than players are owed; a new find each time.",
                needed: ["licence"], values: Self.found),
            SandboxState(
                waitingChange, "A change of a limit waits for a second officer; a new one each time.", needed: ["by"], optional: ["limit"],
                values: ["approval", "limit", "requested_by"]),
            SandboxState(
                rejectedChange, "A change of a limit was rejected; a new one each time.", needed: ["by"], optional: ["limit"],
                values: ["approval", "limit", "requested_by"]),
            SandboxState(
                usedUpAllowance, "For a minute the caller's client has nothing left of one resource.", needed: ["resource"],
                values: ["resource"]),
            SandboxState(
                blockedClient, "For a minute the caller's client is refused at one resource.", needed: ["resource"],
                values: ["resource", "client"]),
        ]
        + SampleEntity.all.map { sample in
            // A rule belongs to the profile, which names it; of the others each contract gets its own.
            let needsID = sample.kind == BonusRule.kind
            let whose = sample.namesPlayer ? " It is of a player, of the licence if one is given." : ""
            return SandboxState(
                sample.state, "There is such an entity with this id\(needsID ? "" : ", or with a new one").\(whose)",
                needed: needsID ? ["id"] : [], optional: (needsID ? [] : ["id"]) + (sample.namesPlayer ? ["licence"] : []),
                values: ["entity", "id", "version"] + (sample.namesPlayer ? ["player"] : []))
        }

    /// As it is told.
    var document: Node {
        func names(_ list: [String]) -> Node { .array(list.map { .string($0) }) }
        return .object([
            ("name", .string(name)), ("title", .string(title)), ("needed", names(needed)), ("optional", names(optional)),
            ("values", names(values)),
        ])
    }
}
