package import Documents
package import Results

/// How one regulator's side behaves when something is delivered to it: what it takes, how it acknowledges, which clocks it runs.
package struct Personality: Sendable, Hashable {
    /// A peculiarity, beyond what the other members say.
    package enum Quirk: String, Sendable, CaseIterable {
        /// A delivery whose `Idempotency-Key` was acknowledged before is answered 409 with the earlier reference.
        case repeatsConflict = "repeats-conflict"
        /// A delivery without `Idempotency-Key` is answered 400.
        case wantsIdempotencyKey = "wants-idempotency-key"
        /// The first delivery of each mailbox is answered 503 with `Retry-After: 1`.
        case asleepAtFirst = "asleep-at-first"
    }

    /// Lower-case word by which scenarios name it: `ukgc`.
    package let id: String
    package let title: String
    /// `UKGC`, `MGA`, `CGA`.
    package let regulator: String
    /// Media types that it takes; others are answered 415. Empty takes all.
    package let accepts: [String]
    /// 200…299.
    package let status: Int
    package let delay: Duration
    /// The JSON body of an acknowledgement; its templates may use `reference`, `sequence` and `received_at`. Nil sends none.
    package let acknowledgement: Node?
    /// Starts the reference: `UKGC-`.
    package let referencePrefix: String
    /// Named clocks: how long the operator has for what. For people and scenarios: `{{ <actor>.clock.<name> }}` in seconds.
    package let clocks: [String: Duration]
    package let quirks: Set<Quirk>
    package let source: SourceLocation
}
