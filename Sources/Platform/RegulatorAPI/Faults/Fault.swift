import Access
import AuditTrail
import Documents
import Incidents
import Reporting
import Requests
import ServerKit
import SourceData
import TransparencyLog
import Transport

/// A named way in which the sandbox misbehaves, so that a suite can show that it would notice.
///
/// A fault changes what the platform itself does at one of the places that `FaultEffect` lists. It keeps no state and stores nothing: when
/// it is switched off, everything is as if it had never been on. Production has no place to switch one on.
struct Fault: Sendable {
    /// Kebab-case, never renamed.
    let name: String
    /// One sentence that says what the platform then does.
    let title: String
    let effect: FaultEffect

    init(_ name: String, _ title: String, _ effect: FaultEffect) {
        self.name = name
        self.title = title
        self.effect = effect
    }
}

/// The places at which a fault can act.
enum FaultEffect: Sendable {
    /// Changes an answer before it is signed.
    case answer(@Sendable (inout ServerResponse, ServerRequest) -> Void)
    /// Changes how an answer is signed.
    case signing(@Sendable (inout AnswerSignature) -> Void)
    /// Changes an answer after it was signed.
    case signed(@Sendable (inout ServerResponse) -> Void)
    /// Holds answers back, at most so long.
    case slowAnswer(Duration)
    /// Changes a report's table before its files are written.
    case table(@Sendable (inout ReportTable) -> Void)
    /// Changes which licences a caller sees, given all of the operator's.
    case licences(@Sendable (_ visible: [String], _ all: [String]) -> [String])
    /// Changes what a route asks of its caller.
    case needs(@Sendable (Need) -> Need)
    /// Changes an entity's history before it is shown.
    case history(@Sendable ([AuditChange]) -> [AuditChange])
    /// Changes the time for which an entity's state is told.
    case historyTime(@Sendable (Timestamp) -> Timestamp)
    /// What the log's leaves tell beside their commitment.
    case leafMembers(@Sendable (AuditEntry) -> [(String, Node)])
    /// Changes an inclusion proof before it is shown.
    case proof(@Sendable (InclusionProof) -> InclusionProof)
    /// Changes the checkpoint's signed note before it is shown.
    case checkpoint(@Sendable ([UInt8]) -> [UInt8])
    /// Changes the records of a page of a log and the position where the next one begins; tells whether the page follows another.
    case logPage(@Sendable (_ records: inout [SourceRecord], _ next: inout RecordPosition?, _ isFollowing: Bool) -> Void)
    /// Changes how many bytes of a streamed log are sent as if they were all.
    case streamLength(@Sendable (Int) -> Int)
    /// Changes of which licences a caller may see players, given all of the operator's.
    case dossierLicences(@Sendable (_ visible: [String], _ all: [String]) -> [String])
    /// What is shown leaves no entry in the audit trail.
    case forgetsReads
    /// Something that keeps callers out, or tells them apart, is left out.
    case access(AccessWeaknesses)
    /// Who has used up an allowance is answered all the same.
    case ignoresLimits
    /// A blocked client is answered all the same.
    case ignoresBlocks
    /// An allowance that one client has used up is used up for all.
    case limitsEverybody
    /// The sandbox's clock does not move when it is told to.
    case stopsClock
    /// Changes to entities are answered as made, and are not.
    case forgetsChanges
    /// Records are erased before the time for which they must be kept is over.
    case forgetsRetention
    /// The officer who asked for a change may also agree to it.
    case approvesOwnChanges
    /// A key that has a successor is forgotten at once.
    case forgetsOldKeys
    /// Keys that were retired go on signing, as long as they are there.
    case signsWithRetiredKeys
    /// Changes whether requests by webhook must be signed.
    case requestSignatures(SignatureDemand)
    /// Files are sent to origins that nobody has proved to control.
    case callsWithoutProof
    /// Whatever answers a challenge has proved that it controls its origin.
    case takesAnyAnswerForProof
    /// Changes a challenge after it was signed.
    case challengeSigned(@Sendable (OutgoingRequest) -> OutgoingRequest)
    /// Changes the body of a callback before it is signed.
    case callbackBody(@Sendable (Node) -> Node)
    /// Changes the id under which a callback is sent, given how often it was sent again by order.
    case callbackIdentifier(@Sendable (_ deliveryID: String, _ replays: Int) -> String)
    /// Changes a callback after it was signed.
    case callbackSigned(@Sendable (OutgoingRequest) -> OutgoingRequest)
    /// Changes a message about an incident before it is signed or becomes a mail.
    case noticeBody(@Sendable (Node) -> Node)
    /// Changes a notice by webhook after it was signed.
    case noticeSigned(@Sendable (OutgoingRequest) -> OutgoingRequest)
    /// Holds messages about incidents back, at most so long.
    case noticeHold(Duration)
    /// Mails about incidents are told as delivered and are not sent.
    case losesNoticeMail
    /// A detector looks at nothing.
    case sleepingDetector(Detector)
    /// Everybody reads every incident that is not confidential.
    case showsAllIncidents
    /// What the operator's people write for themselves is shown to authorities.
    case showsInternalComments
    /// Changes the body of a report's upload before it is signed.
    case uploadBody(@Sendable (Node) -> Node)
    /// Changes a report's upload after it was signed.
    case uploadSigned(@Sendable (OutgoingRequest) -> OutgoingRequest)
    /// Changes the text of the mail that links to a report, given the report's file.
    case mailText(@Sendable (_ text: String, _ file: [UInt8]) -> String)
    /// A delivery that was refused once is given up.
    case triesOnce
    /// Holds callbacks back, at most so long; the argument is the time left until the file is due.
    case callbackHold(@Sendable (_ untilDue: Duration) -> Duration)
}
