/// One of the 32 checks that a bucket must pass before evidence that is kept for seven years may go into it.
///
/// Raw values are stable: scripts read them. What each does and means is in `row`.
package enum BucketCheck: String, Sendable, Hashable, CaseIterable {
    // The bucket itself.
    case versioningEnabled = "versioning-enabled"
    case lockConfiguration = "lock-configuration"
    case suspendVersioning = "suspend-versioning"
    // One version under COMPLIANCE.
    case putCompliance = "put-compliance"
    case deleteCompliance = "delete-compliance"
    case deleteComplianceBypassing = "delete-compliance-bypassing"
    case shortenCompliance = "shorten-compliance"
    case complianceToGovernance = "compliance-to-governance"
    case extendCompliance = "extend-compliance"
    case bulkDeleteCompliance = "bulk-delete-compliance"
    case overwriteAddsVersion = "overwrite-adds-version"
    case oldVersionReadable = "old-version-readable"
    case deleteAddsMarker = "delete-adds-marker"
    // What must not be stored at all.
    case retainUntilPast = "retain-until-past"
    case modeWithoutDate = "mode-without-date"
    case wrongDigest = "wrong-digest"
    case digestAccepted = "digest-accepted"
    // One version under GOVERNANCE and a legal hold.
    case putGovernanceHeld = "put-governance-held"
    case deleteHeld = "delete-held"
    case holdOff = "hold-off"
    case deleteGovernance = "delete-governance"
    case deleteGovernanceBypassing = "delete-governance-bypassing"
    // Storing only where nothing is.
    case createOnlyNew = "create-only-new"
    case createOnlyExisting = "create-only-existing"
    case presignedGet = "presigned-get"
    // Buckets that are made for the purpose and removed.
    case createLockedBucket = "create-locked-bucket"
    case setDefaultRetention = "set-default-retention"
    case putUnderDefault = "put-under-default"
    case defaultRetentionApplied = "default-retention-applied"
    case deleteFullBucket = "delete-full-bucket"
    case createPlainBucket = "create-plain-bucket"
    case lockInPlainBucket = "lock-in-plain-bucket"

    /// A line of the table of probes.
    package struct Row: Sendable, Hashable {
        /// What is done.
        package let deed: String
        /// What a store that keeps its promises answers.
        package let expected: String
        /// What it means for evidence of seven years when the store does otherwise.
        package let meaning: String

        init(_ deed: String, expected: String, otherwise meaning: String) {
            self.deed = deed
            self.expected = expected
            self.meaning = meaning
        }
    }
}
