extension BucketCheck {
    /// What is done, what is expected, and what it means otherwise.
    package var row: Row {
        switch self {
        case .versioningEnabled:
            Row(
                "read whether the bucket keeps versions", expected: "Enabled",
                otherwise: "what is overwritten is lost: nothing in the bucket is evidence")
        case .lockConfiguration:
            Row(
                "read the bucket's Object Lock", expected: "on",
                otherwise: "no object in the bucket can be locked: whoever may write may also delete")
        case .suspendVersioning:
            Row(
                "suspend the keeping of versions", expected: "refused with 409",
                otherwise: "an administrator can make overwriting destroy what is stored from then on")
        case .putCompliance:
            Row(
                "store an object under COMPLIANCE for a short while", expected: "stored, as a version",
                otherwise: "nothing can be kept against the will of the account's owner")
        case .deleteCompliance:
            Row(
                "delete the version under COMPLIANCE", expected: "refused",
                otherwise: "evidence can be deleted within the seven years")
        case .deleteComplianceBypassing:
            Row(
                "delete the version under COMPLIANCE, passing over GOVERNANCE", expected: "refused",
                otherwise: "an administrator can delete evidence within the seven years")
        case .shortenCompliance:
            Row(
                "make the retention of the version under COMPLIANCE shorter", expected: "refused",
                otherwise: "the seven years can be made a day, and the evidence deleted after it")
        case .complianceToGovernance:
            Row(
                "change the mode of the version under COMPLIANCE to GOVERNANCE", expected: "refused",
                otherwise: "an administrator can turn the lock into one that he may lift, and delete evidence")
        case .extendCompliance:
            Row(
                "make the retention of the version under COMPLIANCE longer", expected: "done, and read back",
                otherwise: "what is under investigation when its seven years end cannot be kept")
        case .bulkDeleteCompliance:
            Row(
                "delete the version under COMPLIANCE by a deletion of many", expected: "refused for that version",
                otherwise: "evidence can be deleted within the seven years, by another call")
        case .overwriteAddsVersion:
            Row(
                "store another object under the key of that version", expected: "stored, as another version",
                otherwise: "evidence can be replaced")
        case .oldVersionReadable:
            Row(
                "read that version after all this", expected: "its bytes as they were stored",
                otherwise: "evidence that was overwritten cannot be shown any more")
        case .deleteAddsMarker:
            Row(
                "delete its key without a version", expected: "hidden behind a delete marker",
                otherwise: "a plain deletion destroys, or leaves no trace of itself")
        case .retainUntilPast:
            Row(
                "store an object that is kept until yesterday", expected: "refused with 400",
                otherwise: "a clock that is wrong by years stores evidence without a lock, and nobody is told")
        case .modeWithoutDate:
            Row(
                "store an object with a mode and no end", expected: "refused with 400",
                otherwise: "a lock that the store did not understand is taken as none, and nobody is told")
        case .wrongDigest:
            Row(
                "store an object with the digest of another", expected: "refused with 400",
                otherwise: "evidence that was damaged on its way is stored, and kept damaged for seven years")
        case .digestAccepted:
            Row(
                "store an object with its SHA-256", expected: "stored",
                otherwise: "that what is stored is what was sent cannot be shown")
        case .putGovernanceHeld:
            Row(
                "store an object under GOVERNANCE for a day, with a legal hold", expected: "stored, as a version",
                otherwise: "nothing can be held for an investigation without an end")
        case .deleteHeld:
            Row(
                "delete the version under a legal hold, passing over GOVERNANCE", expected: "refused",
                otherwise: "what is held for an investigation can be deleted")
        case .holdOff:
            Row(
                "end the legal hold", expected: "done",
                otherwise: "what was held can never be deleted, also when the law asks for it")
        case .deleteGovernance:
            Row(
                "delete the version under GOVERNANCE", expected: "refused",
                otherwise: "whoever may write can delete what is under GOVERNANCE")
        case .deleteGovernanceBypassing:
            Row(
                "delete the version under GOVERNANCE, passing over it", expected: "deleted",
                otherwise: "that the refusals above are the lock's doing is not shown: these credentials may delete nothing")
        case .createOnlyNew:
            Row(
                "store an object where nothing is, only if nothing is", expected: "stored",
                otherwise: "the log cannot be uploaded without the risk of a second version")
        case .createOnlyExisting:
            Row(
                "store an object where one is, only if nothing is", expected: "refused with 412",
                otherwise: "an upload that is repeated lays a second version over evidence, which is what tampering looks like")
        case .presignedGet:
            Row(
                "read an object by a signed URL", expected: "its bytes, under the name asked for",
                otherwise: "reports cannot be handed out by links that end")
        case .createLockedBucket:
            Row(
                "make a bucket with Object Lock beside this one", expected: "made",
                otherwise: "what a bucket does by itself is not shown")
        case .setDefaultRetention:
            Row(
                "give the bucket beside it a default retention of a day", expected: "done",
                otherwise: "what is stored without a retention of its own is not locked")
        case .putUnderDefault:
            Row(
                "store an object there without a retention", expected: "stored, as a version",
                otherwise: "what is stored without a retention of its own is not locked")
        case .defaultRetentionApplied:
            Row(
                "read the retention of that object", expected: "GOVERNANCE for a day",
                otherwise: "what is stored without a retention of its own is not locked, though the bucket says so")
        case .deleteFullBucket:
            Row(
                "delete the bucket beside it with that object in it", expected: "refused with 409",
                otherwise: "all evidence can be deleted at once, with its bucket")
        case .createPlainBucket:
            Row(
                "make a bucket without Object Lock", expected: "made",
                otherwise: "what a bucket without locks does is not shown")
        case .lockInPlainBucket:
            Row(
                "store an object with a retention in the bucket without Object Lock", expected: "refused with 400",
                otherwise: "a store that cannot lock takes evidence as if it could, and nobody is told")
        }
    }
}
