extension Fault {
    /// Every fault, in the order in which they are listed: answers, reports, audit, requests and callbacks, access, logs.
    static let all: [Fault] = [
        unsignedAnswer, signatureOverAnotherBody, wrongContentDigest, unregisteredKey, unboundSignature, staleSignature, plainTextProblems,
        slowAnswer,
        missingColumn, wrongTotal, missingRow, xmlNotValid, truncatedPDF, pdfOfAnotherTwin, wrongFileHash, reportsNotListed,
        staleAuditHistory, auditEntryNotLogged, wrongDiff, diffNotPatch, forgedInclusionProof, wrongCheckpointSignature,
        approvalByTheSameOfficer,
        deletionNotInHistory,
        unsignedCallback, callbackOverAnotherBody, callbackOfAnotherRequest, alteredCallbackFile, lateCallback, acceptsUnsignedRequests,
        unsignedUpload, uploadOfAnotherReport, deliveryMailCarriesData, deliveryNotRetried,
        lateP1Notice, unsignedNotice, p1WithoutMail, noticeWithPersonalData, wrongDueTime, incidentOfAnotherRegulator,
        otherRegulatorsData, roleNotChecked,
        logPageSkipsARow, unstableCursor, logBeyondItsPeriod, truncatedStream, amlWithoutScope, readNotAudited,
        dossierOfAnotherTenant,
    ]
}
