package import Contracts
import Documents
import HTTPTypes
import MessageSignatures
package import Results
package import Scenarios
import ServerKit
import Synchronization
import Verification

/// The regulator's intake alone, with no platform to ask: takes what a platform sends, answers in a regulator's style, and judges it by the
/// webhook contracts. For platforms under development and their tests.
package struct Intake: Sendable {
    /// What was received, with what was found.
    package struct Judged: Sendable {
        package let reception: Reception
        /// Full id of the interaction by which it was judged; nil when the contracts know none.
        package let interaction: String?
        package let checks: [CheckRecord]
    }

    /// What came of everything.
    package enum Verdict: Sendable, Hashable {
        case nothingReceived
        case satisfied
        /// A must is broken.
        case failed
        /// Some check could not be made.
        case notFullyVerified
    }

    private let inbox: CallbackInbox
    private let arrivals: AsyncStream<Reception>
    private let judge: CallbackJudge
    private let keys: SubjectKeys
    private let manners: [(mailbox: String, manner: InboxManner)]
    private let clock: RunClock

    /// - Parameters:
    ///   - profile: says where the sender's public keys are.
    ///   - manners: the mailboxes to open, each with its style.
    ///   - exchanger: the way to the sender's public keys.
    /// - Throws: `ServerError`, or what the TLS library finds wrong with certificate or key.
    package init(
        _ configuration: InboxConfiguration, profile: Profile, library: ContractLibrary, manners: [(mailbox: String, manner: InboxManner)],
        exchanger: any Exchanger, secrets: SecretStore, clock: RunClock = .system
    ) throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Reception.self)
        inbox = try CallbackInbox(configuration, clock: clock) { arrived.yield($0) }
        self.arrivals = arrivals
        self.manners = manners
        self.clock = clock
        judge = CallbackJudge(library: library, profile: profile)
        keys = SubjectKeys(profile, exchanger: exchanger, secrets: secrets, clock: clock)
    }

    /// Runs until the task is cancelled, once only.
    /// - Parameters:
    ///   - ready: told the addresses of the mailboxes, in their order.
    ///   - judged: told of each request, in order of arrival.
    /// - Returns: what came of everything; throws when the address cannot be had.
    package func run(
        ready: @escaping @Sendable ([String]) -> Void, judged: @escaping @Sendable (Judged) -> Void
    ) async throws -> Verdict {
        for (mailbox, manner) in manners { await inbox.open(mailbox, manner: manner) }
        let verdict = VerdictSoFar()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await inbox.run { ready(manners.map { inbox.address(of: $0.mailbox) }) } }
                group.addTask {
                    for await reception in arrivals {
                        let one = await judgement(of: reception)
                        verdict.add(one)
                        judged(one)
                    }
                }
                for try await _ in group {}
            }
        } catch is CancellationError {
            return verdict.current
        }
        return verdict.current
    }

    private func judgement(of reception: Reception) async -> Judged {
        let earlier = await inbox.receptions(in: reception.mailbox).filter { $0.number < reception.number }
        let judged = judge.judgement(
            of: reception, keys: await keys.keys(for: reception.fields), now: clock.now(), causedAt: nil, earlier: earlier)
        return Judged(reception: reception, interaction: judged?.interaction.fullID, checks: judged?.checks ?? [])
    }
}

extension Intake.Verdict {
    /// What is to be said when this came as well.
    func after(_ judged: Intake.Judged) -> Intake.Verdict {
        if self == .failed || judged.checks.contains(where: { $0.outcome == .failed && $0.findings.contains { $0.severity == .error } }) {
            return .failed
        }
        // Lateness cannot be known where nobody knows what caused the request.
        let isUnverified = judged.checks.isEmpty || judged.checks.contains { $0.outcome == .skipped && $0.check != "delivery.within" }
        return self == .notFullyVerified || isUnverified ? .notFullyVerified : .satisfied
    }
}

/// What came of everything so far.
private final class VerdictSoFar: Sendable {
    private let held = Mutex(Intake.Verdict.nothingReceived)

    var current: Intake.Verdict { held.withLock { $0 } }

    func add(_ judged: Intake.Judged) { held.withLock { $0 = $0.after(judged) } }
}
