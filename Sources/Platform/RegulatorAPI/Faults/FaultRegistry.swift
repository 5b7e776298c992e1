extension Fault {
    /// Every fault, in the order in which they are listed: answers, reports, audit, requests and callbacks, access, logs,
    /// limits, tools.
    static let all: [Fault] = [
        unsignedAnswer, signatureOverAnotherBody, wrongContentDigest, unregisteredKey, unboundSignature, staleSignature, plainTextProblems,
        slowAnswer,
        missingColumn, wrongTotal, figuresThatDoNotAddUp, missingRow, rowsOfAnotherDay, xmlNotValid, truncatedPDF, pdfOfAnotherTwin,
        wrongFileHash,
        reportsNotListed, reportsDueLater, reportBeforeItsDayIsOver,
        staleAuditHistory, auditEntryNotLogged, wrongDiff, diffNotPatch, hashesThatDoNotChain, leafNamesAPlayer, historyOfAnotherEvent,
        historyOfYesterday,
        forgedInclusionProof,
        wrongCheckpointSignature,
        approvalByTheSameOfficer,
        deletionNotInHistory, erasesTooSoon,
        unsignedCallback, callbackOverAnotherBody, callbackOfAnotherRequest, alteredCallbackFile, lateCallback, acceptsUnsignedRequests,
        signatureOfTheFuture,
        unsignedUpload, uploadOfAnotherReport, deliveryMailCarriesData, deliveryNotRetried,
        lateP1Notice, unsignedNotice, p1WithoutMail, noticeWithPersonalData, wrongDueTime, incidentOfAnotherRegulator,
        submissionsNotShown, incidentTakenForARecord, noticeNeverOverdue,
        commentLost, attachmentAltered, internalCommentShown,
        returnsNotWatched, drawsNotTested, exclusionBreachesNotFound, structuringNotFound, shortfallsNotFound,
        otherRegulatorsData, roleNotChecked, blockedClientLetIn,
        logPageSkipsARow, unstableCursor, logBeyondItsPeriod, truncatedStream, seedInTheLog, amlWithoutScope, readNotAudited,
        dossierOfAnotherTenant, manifestOfAnotherFile, forgedManifestSignature,
        limitsIgnored, limitOfEverybody, limitWithoutRetryAfter, limitsNotShown,
        clockStandsStill, validateAcceptsAnything, signatureAcceptsAnything,
    ]
}
