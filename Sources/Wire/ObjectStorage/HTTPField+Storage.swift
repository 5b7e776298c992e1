import HTTPTypes

extension HTTPField.Name {
    static let amzBucketLock = storage("x-amz-bucket-object-lock-enabled")
    static let amzBucketRegion = storage("x-amz-bucket-region")
    static let amzBypassGovernance = storage("x-amz-bypass-governance-retention")
    static let amzChecksumAlgorithm = storage("x-amz-sdk-checksum-algorithm")
    static let amzChecksumSHA256 = storage("x-amz-checksum-sha256")
    static let amzDeleteMarker = storage("x-amz-delete-marker")
    static let amzLegalHold = storage("x-amz-object-lock-legal-hold")
    static let amzLockMode = storage("x-amz-object-lock-mode")
    static let amzRequestID = storage("x-amz-request-id")
    static let amzRetainUntil = storage("x-amz-object-lock-retain-until-date")
    static let amzVersionID = storage("x-amz-version-id")
    static let contentMD5 = storage("Content-MD5")

    /// A literal that is a field name.
    private static func storage(_ literal: String) -> Self {
        guard let name = Self(literal) else { preconditionFailure("\(literal) is no field name") }
        return name
    }
}
