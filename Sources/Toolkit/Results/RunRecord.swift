/// Everything one run did and saw: what the conformance report is made of, and nothing else.
package struct RunRecord: Hashable, Sendable {
    /// Who was judged, as the profile says.
    package struct Subject: Hashable, Sendable {
        package var name: String
        package var baseURL: String
        /// `sandbox`, `staging` or `production`.
        package var environment: String
        package var capabilities: [String]
        package init(name: String, baseURL: String, environment: String, capabilities: [String]) {
            self.name = name
            self.baseURL = baseURL
            self.environment = environment
            self.capabilities = capabilities
        }
    }

    /// Who was judged.
    package var subject: Subject
    /// RFC 3339, UTC, milliseconds.
    package var startedAt: String
    package var endedAt: String
    /// The seed of everything random in the run.
    package var seed: UInt64
    /// The options that selected and shaped the run, in words, for the configuration section of the report.
    package var selection: [String]
    /// Requirements that the user asked for by name; each must be verified for a full verdict.
    package var selectedRequirements: [RequirementID]
    package var cases: [CaseRecord]
    package var exchanges: [ExchangeRecord]
    /// Why the subject could not be tested at all (verdict: preflight, exit 4).
    package var preflightFailures: [Finding]
    /// Faults of the runner itself (exit 8): never blamed on the subject.
    package var harnessFaults: [Finding]
    /// A signal or a deadline ended the run before its time.
    package var isInterrupted: Bool
    /// Path and lower-case hex SHA-256 of each contract and scenario file that was read, sorted by path.
    package var contentDigests: [ContentDigestEntry]
    /// Which part of a divided run this is; nil for a whole run.
    package var shard: RunShard?

    /// One file of content as it was when the run read it.
    package struct ContentDigestEntry: Hashable, Sendable {
        package var path: String
        package var sha256: String
        package init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    package init(
        subject: Subject, startedAt: String, endedAt: String, seed: UInt64, selection: [String] = [],
        selectedRequirements: [RequirementID] = [], cases: [CaseRecord] = [],
        exchanges: [ExchangeRecord] = [], preflightFailures: [Finding] = [], harnessFaults: [Finding] = [],
        isInterrupted: Bool = false, contentDigests: [ContentDigestEntry] = [], shard: RunShard? = nil
    ) {
        self.subject = subject
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.seed = seed
        self.selection = selection
        self.selectedRequirements = selectedRequirements
        self.cases = cases
        self.exchanges = exchanges
        self.preflightFailures = preflightFailures
        self.harnessFaults = harnessFaults
        self.isInterrupted = isInterrupted
        self.contentDigests = contentDigests
        self.shard = shard
    }
}
