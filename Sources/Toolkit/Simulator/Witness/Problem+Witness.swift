import ServerKit
import TransparencyLog

extension Problem {
    static let notWitnessed = Problem(
        status: 404, code: "not-witnessed", title: "No such log, or nothing of it was cosigned yet",
        detail: "a log is named by the SHA-256 of its origin in 64 lower-case hexadecimal digits")

    static let witnessDamaged = Problem(
        status: 500, code: "witness-damaged", title: "The witness cannot tell what it cosigned last",
        detail: "nothing of this log is cosigned until the file in the witness's folder is as this witness, with this key, wrote it")

    static func malformedWitnessRequest(_ error: LogError) -> Problem {
        Problem(
            status: error.code == .tooLarge ? 413 : 400, code: "malformed-checkpoint-request",
            title: "Not a request to cosign a checkpoint",
            detail: "\(error.message); send `old SIZE`, the proof's hashes, an empty line and the signed checkpoint")
    }

    static func refusedCheckpoint(_ decision: WitnessDecision) -> Problem {
        let (code, detail) =
            switch decision {
            case .unknownOrigin: ("unknown-log", "no key of a log of this origin is known here")
            case .untrusted(let why): ("checkpoint-untrusted", why)
            case .backwards: ("checkpoint-backwards", "the old size is beyond that of the checkpoint")
            case .unproven(let why): ("checkpoint-unproven", why)
            // Answered otherwise.
            case .cosign, .conflict: ("checkpoint-conflict", "another checkpoint was cosigned last")
            }
        return Problem(status: decision.status, code: code, title: "The checkpoint is not cosigned", detail: detail)
    }
}
