import Contracts
import Documents
import MessageSignatures
import Results
import Scenarios
import Verification

/// Judges what an inbox receives by the webhook interactions of a library.
struct CallbackJudge: Sendable {
    private let verifier: Verifier
    private let webhooks: [Interaction]
    private let capabilities: Set<String>
    private let values: [String: Node]
    private let dialect: Dialect?

    init(library: ContractLibrary, profile: Profile) {
        verifier = Verifier(library: library)
        webhooks = library.interactions.filter { $0.expectedRequest != nil }
        capabilities = profile.capabilities
        values = profile.values
        dialect = profile.dialect
    }

    /// The interaction that the request fits best, with every check of it; none when the library has no webhook.
    ///
    /// Which of several interactions was meant a request does not say: it is the one of which it breaks least, the first among equals.
    /// - Parameters:
    ///   - causedAt: when the request was sent that asked for the callback; nil leaves lateness unjudged.
    ///   - earlier: what came to the same mailbox before, oldest first.
    func judgement(
        of reception: Reception, keys: KeySet, now: Timestamp, causedAt: Timestamp?, earlier: [Reception]
    ) -> (interaction: Interaction, checks: [CheckRecord])? {
        var values = values
        // A callback answers to the address it was sent to: the mailbox is what the sender had been given.
        values["callback_url"] = .string(Self.mailboxAddress(of: reception))
        let judged = webhooks.filter { $0.expectedRequest?.medium == reception.medium }.map { interaction in
            let evidence = Evidence(
                keys: keys, now: now, values: values, capabilities: capabilities, causedAt: causedAt,
                earlier: earlier.map { exchange($0, interaction) }, wireNames: dialect?.wireNames ?? WireNames())
            return (interaction, verifier.records(for: interaction, exchange(reception, interaction), evidence: evidence))
        }
        return judged.min { Self.breaches($0.1) < Self.breaches($1.1) }
    }

    /// The address of the mailbox: the target without the name below it that notices and uploads have.
    private static func mailboxAddress(of reception: Reception) -> String {
        guard let mailbox = reception.targetURI.firstRange(of: "/\(reception.mailbox)/") else { return reception.targetURI }
        return String(reception.targetURI[..<mailbox.upperBound].dropLast())
    }

    private static func breaches(_ checks: [CheckRecord]) -> Int { checks.count { $0.outcome == .failed } }

    private func exchange(_ reception: Reception, _ interaction: Interaction) -> Exchange {
        let exchange = Exchange(
            number: reception.number,
            request: Exchange.Request(
                method: reception.method, url: reception.targetURI, fields: reception.fields, body: reception.body),
            response: Exchange.Response(status: reception.answer.status, fields: reception.answer.fields, body: reception.answer.body),
            startedAt: reception.receivedAt, elapsed: reception.answer.delay)
        return dialect?.heard(received: exchange, by: interaction) ?? exchange
    }
}
