import Documents
import HTTPTypes
import Transport

/// One run of the checks: what was found so far, and what must be removed.
struct CertificationRun {
    let client: BucketClient
    let plan: BucketCertifier.Plan
    /// What all keys in the bucket begin with.
    let prefix: String
    private(set) var results: [BucketCheck: CheckResult] = [:]
    var leftovers: [BucketCertificate.Leftover] = []
    /// How far the store's clock is ahead of ours, to the second.
    private var lead = Duration.zero

    init(_ client: BucketClient, _ plan: BucketCertifier.Plan) {
        self.client = client
        self.plan = plan
        prefix = "certify/\(plan.label)/"
    }

    /// The time as the store's clock shows it, which is the one that ends locks.
    var storeTime: Timestamp { client.now().advanced(by: lead) }

    /// A retention that whoever certifies may lift, for what is to be removed at the end.
    var removable: Retention { Retention(.governance, until: storeTime.advanced(by: .seconds(86_400))) }

    mutating func record(_ check: BucketCheck, _ outcome: CheckResult.Outcome, _ seen: String) {
        results[check] = CheckResult(check, outcome, seen)
    }

    /// Sends a probe and records what its answer shows.
    ///
    /// - Parameter end: when the lock ends that is to refuse it; from then on an answer shows nothing.
    ///
    /// Returns the answer when it is as expected. Throws `cancelled`; other errors are recorded.
    @discardableResult
    mutating func probe(
        _ check: BucketCheck, _ expectation: ProbeExpectation, of other: BucketClient? = nil, lockedUntil end: Timestamp? = nil,
        _ request: ObjectRequest
    ) async throws(StorageError) -> IncomingResponse? {
        let response: IncomingResponse
        do throws(StorageError) {
            response = try await (other ?? client).answer(to: request)
        } catch {
            if error.code == .cancelled { throw error }
            record(check, .notMade, error.message)
            return nil
        }
        learnTime(response)
        var (outcome, seen) = expectation.judgement(of: response)
        if let end, outcome == .notEnforced, storeTime >= end.advanced(by: .seconds(-1)) {
            (outcome, seen) = (.notMade, "\(seen), but the lock had ended by then: keep it for longer")
        }
        record(check, outcome, seen)
        return outcome == .enforced ? response : nil
    }

    /// Sends a probe that stores something; returns its version.
    mutating func store(
        _ check: BucketCheck, in other: BucketClient? = nil, _ request: ObjectRequest
    ) async throws(StorageError) -> String? {
        guard let response = try await probe(check, .success, of: other, request) else { return nil }
        guard let version = response.fields[.amzVersionID], !version.isEmpty, version != "null" else {
            record(check, .notEnforced, "\(response.status), without a version")
            return nil
        }
        return version
    }

    /// Takes back refusals that show nothing, because the same credentials could not do the same thing where no lock stands against it.
    mutating func doubt() {
        doubt(
            [.deleteCompliance, .deleteComplianceBypassing, .bulkDeleteCompliance, .deleteHeld, .deleteGovernance],
            without: .deleteGovernanceBypassing, "may these credentials delete at all?")
        doubt(
            [.shortenCompliance, .complianceToGovernance], without: .extendCompliance, "may these credentials change a retention at all?")
    }

    private mutating func doubt(_ checks: [BucketCheck], without control: BucketCheck, _ question: String) {
        if results[control]?.outcome == .enforced { return }
        for check in checks {
            guard let result = results[check], result.outcome == .enforced else { continue }
            record(check, .notMade, "\(result.seen), which shows nothing without \(control.rawValue): \(question)")
        }
    }

    private mutating func learnTime(_ response: IncomingResponse) {
        guard let date = response.fields[.date].flatMap(HTTPDate.timestamp) else { return }
        lead = .seconds(date.seconds - client.now().seconds)
    }
}
