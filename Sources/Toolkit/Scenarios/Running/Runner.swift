package import Contracts

/// Runs contracts and scenarios against one subject and writes down everything that happened.
///
/// The order of the record is the order of the library and then of the scenarios, whatever `jobs` is. A run never throws: what stops it
/// is in the record, told apart by whose fault it is (`preflightFailures`, `harnessFaults`, failed checks).
package struct Runner: Sendable {
    package let profile: Profile
    /// Everything that interactions, overlays and steps refer to.
    package let library: ContractLibrary
    /// The interactions that are cases of this run, in this order.
    package let interactions: [Interaction]
    package let scenarios: [Scenario]
    package let options: RunOptions
    let inboxes: Inboxes
    let exchanger: any Exchanger
    let secrets: SecretStore
    let clock: RunClock
    let makeIdentifier: @Sendable () -> String

    /// - Parameters:
    ///   - interactions: what to run of the library; nil runs all of it.
    ///   - scenarios: run after the interactions.
    ///   - inbox: where callbacks arrive; without one, cases that wait for a callback are skipped with the reason.
    ///   - mail: where mails arrive.
    ///   - files: where files arrive.
    ///   - exchanger: the way to the subject.
    ///   - secrets: reads what the profile refers to.
    ///   - makeIdentifier: a new UUID, RFC 9562, in lower case, at each call: nonces, assertion ids and request ids come from it.
    package init(
        profile: Profile, library: ContractLibrary, interactions: [Interaction]? = nil, scenarios: [Scenario] = [],
        options: RunOptions = RunOptions(),
        inbox: (any Inbox)? = nil, mail: (any Inbox)? = nil, files: (any Inbox)? = nil, exchanger: any Exchanger, secrets: SecretStore,
        clock: RunClock = .system,
        makeIdentifier: @escaping @Sendable () -> String
    ) {
        self.profile = profile
        self.library = library
        self.interactions = interactions ?? library.interactions
        self.scenarios = scenarios
        self.options = options
        inboxes = Inboxes(http: inbox, mail: mail, files: files)
        self.exchanger = exchanger
        self.secrets = secrets
        self.clock = clock
        self.makeIdentifier = makeIdentifier
    }
}
