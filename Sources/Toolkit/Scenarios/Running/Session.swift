import Contracts
import Documents
import Results
import Synchronization
import Verification

/// What all cases of one run share.
struct Session: Sendable {
    let profile: Profile
    let library: ContractLibrary
    let verifier: Verifier
    let options: RunOptions
    let inboxes: Inboxes
    let clock: RunClock
    let makeIdentifier: @Sendable () -> String
    let progress: @Sendable (RunProgress) -> Void
    let channel: Channel
    let secrets: SecretStore
    let identities: IdentityProvider
    let keys: KeyDirectory
    let logKey: LogKey
    let troubles: Troubles
    let mailboxes: Mailboxes

    var renderer: RequestRenderer { RequestRenderer(baseURL: profile.platform.baseURL) }

    var signer: RequestSigner { RequestSigner(clock: clock, makeIdentifier: makeIdentifier) }

    var caller: InteractionCaller { InteractionCaller(session: self) }

    var tools: ToolCaller { ToolCaller(session: self) }

    var judge: ExchangeJudge { ExchangeJudge(session: self) }

    /// Variables every template may use when it is resolved for this identity: the contracts', over them the profile's, over these the
    /// identity's, and those of the run: `base_url`, `now` (RFC 3339), `today` (UTC), and `uuid`, which is fresh at each call of this function.
    func values(for identity: String) -> [String: Node] {
        let now = clock.now().description
        var values: [String: Node] = [
            "base_url": .string(profile.platform.baseURL), "now": .string(now), "today": .string(String(now.prefix(10))),
            "uuid": .string(makeIdentifier()),
        ]
        values.merge(library.values) { $1 }
        values.merge(profile.values) { $1 }
        values.merge(profile.identity(identity)?.values ?? [:]) { $1 }
        return values
    }
}

/// The verifier key of the subject's log, known after preflight.
final class LogKey: Sendable {
    private let stored = Mutex<String?>(nil)

    var text: String? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}

/// What kept cases from being tested though the subject is not to blame.
final class Troubles: Sendable {
    private struct State {
        var preflight: [Finding] = []
        var harness: [Finding] = []
    }

    private let state = Mutex(State())

    /// Profile or environment do not give what a case needs.
    func reportPreflight(_ finding: Finding) {
        state.withLock { if !$0.preflight.contains(finding) { $0.preflight.append(finding) } }
    }

    /// The runner itself is at fault.
    func reportHarness(_ finding: Finding) {
        state.withLock { if !$0.harness.contains(finding) { $0.harness.append(finding) } }
    }

    /// In a fixed order, whatever order cases ended in.
    var preflight: [Finding] { state.withLock { $0.preflight.sorted { ($0.code, $0.message) < ($1.code, $1.message) } } }
    var harness: [Finding] { state.withLock { $0.harness.sorted { ($0.code, $0.message) < ($1.code, $1.message) } } }
}
