package import Contracts
import Documents
package import Scenarios
import ServerKit
import Synchronization

/// A regulator on the laptop: an inbox for callbacks, a client that asks for reports and audit trails, and a console of what was sent and
/// received, each judged by its contract as it happens.
package struct Simulator: Sendable {
    package let inbox: CallbackInbox
    /// Nil when the profile names no mail inbox. Whoever serves SMTP hands messages to it.
    package let mail: MailInbox?
    /// Nil when the profile names no drop.
    package let files: FileDrop?
    package let session: RegulatorSession
    package let ledger: Ledger

    private let serveMail: MailServing?
    private let personalities: [Personality]
    private let witness: Witness?
    private let standingManner: InboxManner
    private let console: Server?
    private let arrivals: AsyncStream<Reception>
    private let judge: CallbackJudge
    private let keys: SubjectKeys
    private let causes: CauseTracker
    private let clock: RunClock

    /// - Parameters:
    ///   - profile: the platform to ask, and the identities to ask as.
    ///   - scenarios: what the console offers to play.
    ///   - exchanger: the way to the platform.
    ///   - serveMail: serves SMTP for the inbox until it is cancelled; without it, or without an address in the profile, no mail is taken.
    ///   - makeIdentifier: a new UUID at each call.
    /// - Throws: `ServerError`, or what the TLS library finds wrong with certificate or key.
    package init(
        _ configuration: SimulatorConfiguration, profile: Profile, library: ContractLibrary, scenarios: [Scenario] = [],
        exchanger: any Exchanger, secrets: SecretStore, clock: RunClock = .system, serveMail: MailServing? = nil,
        makeIdentifier: @escaping @Sendable () -> String
    ) throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Reception.self)
        let inbox = try CallbackInbox(configuration.inbox, clock: clock, witness: configuration.witness) { arrived.yield($0) }
        mail =
            serveMail == nil
            ? nil : profile.drops.mail.map { MailInbox(address: $0, opensOnDemand: true, clock: clock) { arrived.yield($0) } }
        self.serveMail = serveMail
        files = profile.drops.folder.map { FileDrop(folder: $0, clock: clock) { arrived.yield($0) } }
        let misbehaving: any Exchanger =
            configuration.mischief.rules.isEmpty ? exchanger : MischiefExchanger(exchanger, plan: configuration.mischief, clock: clock)
        let causes = CauseTracker(misbehaving, inbox: inbox, now: clock.now)
        let ledger = Ledger()
        let session = RegulatorSession(
            profile: profile, library: library, scenarios: scenarios, inbox: inbox, mail: mail, files: files,
            options: RunOptions(seed: configuration.seed, mischief: configuration.mischief), exchanger: causes, secrets: secrets,
            ledger: ledger,
            clock: clock, makeIdentifier: makeIdentifier)
        console = try configuration.consolePort.map { port in
            try Server(
                ServerConfiguration(port: port, channel: .plainText, maximumBodyBytes: 64 << 10, requestTimeout: .seconds(300)),
                routes: Console(
                    session: session, ledger: ledger, personalities: configuration.personalities,
                    mischief: configuration.mischief.description
                ).routes, now: clock.now)
        }
        personalities = configuration.personalities
        witness = configuration.witness
        standingManner = InboxManner(
            answers: [.accepted], mischief: configuration.mischief, endpoint: RegulatorSession.standingMailbox)
        self.inbox = inbox
        self.session = session
        self.ledger = ledger
        self.arrivals = arrivals
        self.causes = causes
        self.clock = clock
        judge = CallbackJudge(library: library, profile: profile)
        keys = SubjectKeys(profile, exchanger: exchanger, secrets: secrets, clock: clock)
    }

    /// Runs until the task is cancelled, once only; `ready` is called when every listener is open.
    package func run(ready: @escaping @Sendable (SimulatorAddresses) -> Void = { _ in }) async throws {
        await inbox.open(RegulatorSession.standingMailbox, manner: standingManner)
        for personality in personalities {
            await files?.open(personality.id, answers: [.accepted])
            await inbox.open(
                personality.id,
                manner: InboxManner(personality: personality, mischief: standingManner.mischief, endpoint: personality.id))
        }
        let listeners = Listeners(console != nil)
        let tell: @Sendable (Int?) -> Void = { [inbox, witness] port in
            guard let port else { return }
            let console = port == 0 ? nil : "http://127.0.0.1:\(port)/"
            ready(
                SimulatorAddresses(
                    callbacks: inbox.address(of: RegulatorSession.standingMailbox), console: console,
                    witness: witness.map { .init(url: inbox.witnessAddress, verifierKey: $0.verifierKey) }))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await inbox.run { tell(listeners.inboxOpened()) } }
            if let console { group.addTask { try await console.run { tell(listeners.consoleOpened($0)) } } }
            group.addTask { await judgeArrivals() }
            if let files { group.addTask { await files.run() } }
            if let mail, let serveMail { group.addTask { try await serveMail(mail) } }
            // The first to fail ends the others; `waitForAll` would wait for them first.
            for try await _ in group {}
        }
    }

    /// Judges and enters what arrives, one after another, until the task is cancelled.
    private func judgeArrivals() async {
        for await reception in arrivals {
            let earlier = await inbox.receptions(in: reception.mailbox).filter { $0.number < reception.number }
            let judged = judge.judgement(
                of: reception, keys: await keys.keys(for: reception.fields), now: clock.now(),
                causedAt: causes.cause(of: reception.mailbox), earlier: earlier)
            ledger.enter(LedgerEntry(reception, contract: judged?.interaction.fullID, checks: judged?.checks ?? []))
        }
    }
}

/// Which listeners are open; each call returns the console's port, 0 without a console, once all are.
private final class Listeners: Sendable {
    private let state: Mutex<(isInboxOpen: Bool, consolePort: Int?)>

    init(_ hasConsole: Bool) { state = Mutex((false, hasConsole ? nil : 0)) }

    func inboxOpened() -> Int? {
        state.withLock { state in
            state.isInboxOpen = true
            return state.consolePort
        }
    }

    func consoleOpened(_ port: Int) -> Int? {
        state.withLock { state in
            state.consolePort = port
            return state.isInboxOpen ? port : nil
        }
    }
}
