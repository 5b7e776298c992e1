import Contracts
import Documents
import Results
import Verification

/// What a scenario knows while its steps run: variables, mailboxes, and what has been exchanged so far.
struct Stage: Sendable {
    /// A call that was answered, with what it was judged by.
    struct Call: Sendable {
        let interaction: Interaction
        let exchange: Exchange
        let values: [String: Node]
    }

    let session: Session
    let scenario: Scenario
    let trace: CaseTrace
    /// The moment of `RunClock.uptime` at which the scenario's time is over.
    let end: Duration
    /// Mailboxes of actors, by `mailboxKey`.
    let mailboxes: [String: String]
    /// What states and captures gave, and `<actor>.inbox`.
    private(set) var values: [String: Node]
    /// Captured names, each once, with the step that captured it.
    private(set) var captured: [String: SourceLocation] = [:]
    /// Answered calls of contract interactions, oldest first.
    var calls: [Call] = []
    /// The exchange that a `capture` or `assert` step looks at.
    var last: LastExchange?
    /// What was received so far, as recorded: by mailbox and number of the reception there.
    private var receptions: [String: [Int: Exchange]] = [:]
    /// What was judged so far, by mailbox and interaction, in order of arrival.
    private(set) var judged: [String: [Exchange]] = [:]

    /// The exchange of the step before, and which side of it the subject wrote.
    struct LastExchange: Sendable {
        let exchange: Exchange
        let isReceived: Bool
    }

    init(session: Session, scenario: Scenario, trace: CaseTrace, end: Duration, mailboxes: [String: String], values: [String: Node]) {
        self.session = session
        self.scenario = scenario
        self.trace = trace
        self.end = end
        self.mailboxes = mailboxes
        self.values = values
    }

    /// The same stage with time of its own, for teardown.
    init(continuing stage: Stage, until end: Duration) {
        self.init(
            session: stage.session, scenario: stage.scenario, trace: stage.trace, end: end, mailboxes: stage.mailboxes,
            values: stage.values)
        captured = stage.captured
        calls = stage.calls
        last = stage.last
        receptions = stage.receptions
        judged = stage.judged
    }

    /// Under which name the mailbox of an actor is kept.
    static func mailboxKey(_ actor: String, _ medium: ExpectedRequest.Medium) -> String { "\(actor) \(medium.rawValue)" }

    /// Takes over what a stage that continued this one has come to know; captures keep their names apart, so nothing is overwritten.
    mutating func merge(_ branch: Stage) {
        values.merge(branch.values) { $1 }
        captured.merge(branch.captured) { first, _ in first }
        let known = Set(calls.map(\.exchange.number))
        calls += branch.calls.filter { !known.contains($0.exchange.number) }
        for (mailbox, exchanges) in branch.receptions { receptions[mailbox, default: [:]].merge(exchanges) { first, _ in first } }
        for (key, exchanges) in branch.judged {
            let held = Set((judged[key] ?? []).map(\.number))
            judged[key, default: []] += exchanges.filter { !held.contains($0.number) }
        }
        last = branch.last ?? last
    }

    /// The numbers of the receptions of a mailbox that steps have looked at.
    func seen(in mailbox: String) -> Set<Int> { Set((receptions[mailbox] ?? [:]).keys) }

    /// Puts variables in place for steps of a fragment.
    /// - Returns: what stood there before, for `restore`.
    mutating func shadow(_ given: [String: Node]) -> [String: Node?] {
        var before: [String: Node?] = [:]
        for (name, value) in given {
            before[name] = .some(values[name])
            values[name] = value
        }
        return before
    }

    /// Takes back what `shadow` put in place.
    mutating func restore(_ before: [String: Node?]) {
        for (name, value) in before { values[name] = value }
    }

    /// What templates of a step may use when it acts for this identity: `with` wins over captures, captures over the profile.
    /// - Throws: `RunError` `variableUnknown` when `with` itself names a variable without a value.
    func variables(for identity: String, with overrides: Node?) throws(RunError) -> [String: Node] {
        var variables = session.values(for: identity).merging(values) { $1 }
        for member in overrides?.members ?? [] {
            variables[member.key] = try RequestRenderer.resolved(member.value, variables)
        }
        return variables
    }

    /// The time a step may take: its own, but not more than is left of the scenario's.
    func time(within: Duration?) -> Duration {
        let left = max(.zero, end - session.clock.uptime())
        return min(within ?? left, left)
    }

    mutating func add(_ values: [String: Node]) {
        self.values.merge(values) { $1 }
    }

    /// Keeps a captured value; nil when the name is taken by an earlier capture.
    mutating func keep(_ value: Node, as name: String, isSecret: Bool, source: SourceLocation) -> SourceLocation? {
        if let first = captured[name] { return first }
        captured[name] = source
        values[name] = value
        if isSecret, let text = value.string ?? value.number?.lexeme { trace.taint(text) }
        return nil
    }

    /// The reception as an exchange of the run; recorded when it is first asked for.
    mutating func exchange(of reception: Reception, identity: String) -> Exchange {
        if let known = receptions[reception.mailbox]?[reception.number] { return known }
        let exchange = Exchange(
            number: session.channel.journal.nextNumber(),
            request: Exchange.Request(
                method: reception.method, url: reception.targetURI, fields: reception.fields, body: reception.body),
            response: Exchange.Response(
                status: reception.answer.status, fields: reception.answer.fields, body: reception.answer.body),
            startedAt: reception.receivedAt, elapsed: reception.answer.delay)
        receptions[reception.mailbox, default: [:]][reception.number] = exchange
        trace.add(
            RawExchange(
                number: exchange.number, isReceived: true, identity: identity, request: exchange.request, response: exchange.response,
                startedAt: exchange.startedAt, elapsed: exchange.elapsed, failure: nil))
        return exchange
    }

    /// Reads the JSON of a reception in the words of the contracts; without an interaction as it came.
    func reading(of interaction: Interaction?) -> @Sendable (Reception) -> Node? {
        let dialect = session.profile.dialect
        return { reception in
            guard let dialect, let interaction else { return try? JSONReader.read(reception.body) }
            return dialect.heard(reception.body, of: interaction)
        }
    }

    /// Notes that an exchange is judged by an interaction.
    /// - Returns: those of the mailbox that were judged by it before; nil when this one was among them.
    mutating func judge(_ exchange: Exchange, by interaction: String, in mailbox: String) -> [Exchange]? {
        let key = "\(mailbox) \(interaction)"
        let earlier = judged[key] ?? []
        if earlier.contains(where: { $0.number == exchange.number }) { return nil }
        judged[key] = earlier + [exchange]
        return earlier
    }
}
