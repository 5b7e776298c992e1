import Contracts
import Documents
import Results
import TransparencyLog

/// What checks of the platform's log say.
extension Finding {
    static func malformedHistory(_ error: DocumentError, at source: SourceLocation) -> Finding {
        Finding(
            code: "audit.history-malformed", message: "the history is not JSON: \(Excerpt.text(error.message))", source: source,
            place: "in the history at byte \(error.place.offset)", remedy: "answer the history as the contract \(source.file) says")
    }

    static func noEntries(at source: SourceLocation, path: String) -> Finding {
        Finding(
            code: "audit.entry-missing", message: "the history lists no entry at \(path)", source: source,
            place: "in the history at \(path)",
            expected: "the entry of this exchange", actual: "no entry",
            remedy: "log the change in the transaction that makes it, and list it at once")
    }

    static func entryMismatch(_ mismatch: Matching.Mismatch, place: String, of count: Int) -> Finding {
        Finding(
            code: "audit.entry-missing",
            message:
                "none of \(count) entries is that of this exchange; in the nearest one expected \(mismatch.expected), got \(mismatch.actual ?? "nothing")",
            source: mismatch.source, place: "\(mismatch.path) of the leaf at \(place)", expected: mismatch.expected,
            actual: mismatch.actual ?? "nothing",
            remedy: "write into the log what was done: who, what, why, and the values before and after")
    }

    static func entryUnlikeLeaf(_ path: PathReference, shown: Node?, logged: Node, place: String) -> Finding {
        Finding(
            code: "audit.entry-unlike-leaf", message: "the history shows at \(path.text) something else than the leaf that the log holds",
            source: path.source, place: "\(path.text) at \(place)", expected: Excerpt.text(logged),
            actual: shown.map(Excerpt.text) ?? "nothing", remedy: "answer the history from the bytes that the log commits to")
    }

    static func leafMissing(_ path: PathReference, place: String) -> Finding {
        Finding(
            code: "audit.leaf-missing", message: "an entry does not give the bytes of its leaf at \(path.text)", source: path.source,
            place: place, expected: "Base64 text", actual: "nothing", remedy: "give each entry the bytes that the log hashes")
    }

    static func leafUnreadable(_ why: String, place: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "audit.leaf-malformed", message: "a leaf cannot be read: \(Excerpt.text(why))", source: source, place: place,
            expected: "JSON in Base64", remedy: "give the leaf as it was hashed")
    }

    static func openingMissing(_ path: PathReference, place: String) -> Finding {
        Finding(
            code: "audit.opening-missing", message: "a leaf commits to an event, and the entry does not give it at \(path.text)",
            source: path.source, place: place, expected: "Base64 text", actual: "nothing",
            remedy: "give each entry the bytes of the event and the blinding that its leaf was made with")
    }

    static func openingWrong(_ path: PathReference, place: String) -> Finding {
        Finding(
            code: "audit.opening-wrong", message: "the leaf does not commit to the event that the entry gives at \(path.text)",
            source: path.source, place: place, expected: "HMAC-SHA256 of the event, keyed with the blinding, is the leaf's commitment",
            actual: "another value", remedy: "answer the history from the bytes that the log commits to")
    }

    static func leafTells(_ template: Located<String>, place: String) -> Finding {
        Finding(
            code: "audit.leaf-tells", message: "a leaf of the log holds \(template.value), and every reader of the log is told it",
            source: template.source, place: place, expected: "a leaf that does not name it",
            remedy: "let leaves commit to what happened, and give the event to those whom it concerns")
    }

    static func checkpointProblem(_ error: LogError, at source: SourceLocation) -> Finding {
        let isSignature = [.wrongSignature, .unsigned, .wrongOrigin, .quorumNotMet].contains(error.code)
        return Finding(
            code: isSignature ? "audit.checkpoint-signature" : "audit.checkpoint-malformed", message: Excerpt.text(error.message),
            source: source, place: "checkpoint", expected: "a note signed by the log's key (C2SP tlog-checkpoint)",
            remedy: isSignature
                ? "sign the checkpoint with the key that the profile names, or correct the profile"
                : "answer the checkpoint as a signed note")
    }

    static func proofMissing(_ expectation: AuditExpectation, place: String) -> Finding {
        let parts = [expectation.index, expectation.proofSize, expectation.proofHashes].compactMap { $0?.text }
        return Finding(
            code: "audit.proof-missing", message: "the entry has no inclusion proof at \(parts.joined(separator: ", "))",
            source: expectation.proofHashes?.source ?? expectation.source, place: place,
            expected: "index, tree size and Base64 hashes of 32 bytes", remedy: "add the proof for the latest published checkpoint")
    }

    static func indexNotCovered(_ index: Int64, size: Int64, place: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "audit.not-covered", message: "the log's checkpoint has \(size) entries and does not cover entry \(index)",
            source: source,
            place: place, expected: "a checkpoint of at least \(index + 1) entries", actual: "\(size) entries",
            remedy: "publish a checkpoint soon after each change, within a second")
    }

    static func proofForOtherSize(_ size: Int64, sizes: [Int64], place: String, at source: SourceLocation) -> Finding {
        let known = sizes.map { "\($0)" }.joined(separator: ", ")
        return Finding(
            code: "audit.proof-unanchored", message: "the proof is for a tree of \(size) entries, the checkpoints have \(known)",
            source: source, place: place, expected: "a proof for a published checkpoint: \(known)", actual: "\(size)",
            remedy: "make proofs for the size of the latest published checkpoint")
    }

    static func proofFailed(_ error: LogError, index: Int64, size: Int64, place: String, at source: SourceLocation) -> Finding {
        Finding(
            code: "audit.proof-wrong",
            message: "entry \(index) is not proved to be in the log of \(size) entries: \(Excerpt.text(error.message))", source: source,
            place: place, expected: "a proof from the leaf's bytes to the checkpoint's root",
            remedy: "give leaf and proof as the log has them; if they are, the log was changed after the checkpoint was signed")
    }
}
