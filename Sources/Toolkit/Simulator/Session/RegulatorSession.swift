package import Contracts
package import Documents
package import Results
package import Scenarios

/// The regulator as a client: makes one interaction or plays one scenario at a time, through the profile's identities (certificate, token,
/// signed requests), and enters what was exchanged in the ledger.
package struct RegulatorSession: Sendable {
    /// The mailbox that is open as long as the simulator runs; single interactions give its address as `callback_url`.
    package static let standingMailbox = "callbacks"

    package let profile: Profile
    package let library: ContractLibrary
    package let scenarios: [Scenario]
    let inbox: any Inbox
    let mail: (any Inbox)?
    let files: (any Inbox)?
    /// Echoed in the record; mischief is drawn from it.
    let options: RunOptions
    let exchanger: any Exchanger
    let secrets: SecretStore
    let ledger: Ledger
    let clock: RunClock
    let makeIdentifier: @Sendable () -> String

    /// What can be called, in the order of the library: calls that need nothing of an earlier exchange.
    package var callable: [Interaction] { library.interactions.filter { $0.request != nil && $0.needs.isEmpty } }

    /// Makes the request of an interaction and judges the answer.
    /// - Parameters:
    ///   - fullID: `core.reports/list-of-a-day`.
    ///   - identity: an identity of the profile; nil for the interaction's own.
    ///   - values: variables for templates; they win over the profile's.
    /// - Throws: `RunError` `interactionUnknown` or `identityUnknown`. Everything else is in the record.
    @discardableResult package func call(
        _ fullID: String, as identity: String? = nil, values: [String: Node] = [:]
    ) async throws(RunError) -> RunRecord {
        guard let interaction = library.interaction(fullID), interaction.request != nil else {
            throw .unknownInteraction(fullID, near: Spelling.nearest(to: fullID, among: callable.map(\.fullID)))
        }
        if let identity, profile.identity(identity) == nil {
            throw .noSuchIdentity(identity, near: Spelling.nearest(to: identity, among: profile.identities.map(\.name)))
        }
        let address: [String: Node] = ["callback_url": .string(inbox.address(of: Self.standingMailbox))]
        let subject = profile.with(address.merging(profile.values) { $1 }.merging(values) { $1 })
        let asked = identity.map { interaction.made(by: $0) } ?? interaction
        return await run(Runner(subject, library, [asked], [], self))
    }

    /// Plays a scenario from setup to teardown.
    /// - Throws: `RunError` `interactionUnknown` when the session has no such scenario.
    @discardableResult package func play(_ scenarioID: String, values: [String: Node] = [:]) async throws(RunError) -> RunRecord {
        guard let scenario = scenarios.first(where: { $0.id == scenarioID }) else {
            throw .unknownScenario(scenarioID, near: Spelling.nearest(to: scenarioID, among: scenarios.map(\.id)))
        }
        let subject = profile.with(profile.values.merging(values) { $1 })
        return await run(Runner(subject, library, [], [scenario], self))
    }

    private func run(_ runner: Runner) async -> RunRecord {
        let record = await runner.run()
        // What came in meanwhile is entered where it arrives.
        for exchange in record.exchanges where exchange.direction == .sent { ledger.enter(LedgerEntry(exchange, in: record)) }
        return record
    }
}

extension Runner {
    fileprivate init(
        _ profile: Profile, _ library: ContractLibrary, _ interactions: [Interaction], _ scenarios: [Scenario], _ session: RegulatorSession
    ) {
        self.init(
            profile: profile, library: library, interactions: interactions, scenarios: scenarios, options: session.options,
            inbox: session.inbox, mail: session.mail, files: session.files,
            exchanger: session.exchanger, secrets: session.secrets, clock: session.clock, makeIdentifier: session.makeIdentifier)
    }
}

extension Interaction {
    /// The same interaction under another identity, without its negative cases.
    fileprivate func made(by identity: String) -> Interaction {
        Interaction(
            id: id, contractID: contractID, title: title, form: form, requirements: requirements, effects: effects, identity: identity,
            given: given, needs: needs, pack: pack, capability: capability, regulator: regulator, source: source)
    }
}
