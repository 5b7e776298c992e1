import Documents

/// Finds out whether a bucket keeps what Object Lock promises, by 32 checks against the store itself (`BucketCheck`).
///
/// Objects are stored under `certify/LABEL/` of the bucket, and two buckets are made beside it for what cannot be tried on it; both are removed
/// again, but for versions under COMPLIANCE, which nobody can remove before their end. The credentials need every permission of an
/// administrator of the bucket, since a refusal shows nothing of locks where they may not delete at all.
package struct BucketCertifier: Sendable {
    /// How the checks are made.
    package struct Plan: Sendable {
        /// Of the names of all that is made: 4 to 16 of a-z and 0-9, another one each time.
        package let label: String
        /// How long the version under COMPLIANCE is kept; the checks of it must have ended by then.
        package let compliance: Duration
        /// Whether to wait until that version can be removed, or to leave it and say so.
        package let end: End

        /// What is done about the version under COMPLIANCE, which nobody can remove before its end.
        package enum End: Sendable, Hashable, CaseIterable {
            case awaited
            case left
        }

        /// Throws `invalidRequest` for other labels, and for less than 10 seconds or more than a day.
        package init(label: String, compliance: Duration = .seconds(60), end: End = .awaited) throws(StorageError) {
            guard (4...16).contains(label.utf8.count), label.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) }) else {
                throw .request("expected a label of 4 to 16 of a-z and 0-9")
            }
            guard compliance >= .seconds(10), compliance <= .seconds(86_400) else {
                throw .request("a version is kept under COMPLIANCE for 10 seconds to a day, not \(compliance)")
            }
            self.label = label
            self.compliance = compliance
            self.end = end
        }
    }

    private let client: BucketClient
    private let plan: Plan

    package init(_ client: BucketClient, plan: Plan) {
        self.client = client
        self.plan = plan
    }

    /// Makes the checks and removes what they made.
    ///
    /// Throws where the bucket cannot be asked anything (`unreachable`, `signatureRefused`, `noSuchBucket`, …), before anything is stored,
    /// and `cancelled`, with what was stored left behind. What goes wrong with one check is in its result.
    package func certificate() async throws(StorageError) -> BucketCertificate {
        let begun = client.now()
        var run = CertificationRun(client, plan)
        try await run.checkBucket()
        try await run.checkCompliance()
        try await run.checkRefusals()
        try await run.checkGovernance()
        try await run.checkCreation()
        try await run.checkScratchBuckets()
        try await run.checkSuspension()
        run.doubt()
        try await run.removeProbes()
        return BucketCertificate(
            bucket: client.bucket, begun: begun, prefix: run.prefix, results: run.results, leftovers: run.leftovers)
    }
}
