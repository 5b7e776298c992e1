import Foundation
import Testing

@testable import TransparencyLog

/// Writes a log for `CI/checks/log-witness`, whose verifier no one of this project wrote.
@Suite struct LogWitnessTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ASSAY_LOG_WITNESS_DIR"] != nil, "only CI/checks/log-witness asks for it"))
    func `a log for an outside witness`() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["ASSAY_LOG_WITNESS_DIR"])
        let store = DirectoryTileStore(directory: folder)
        try Sample.grow(store, batches: [1, 254, 1, 44, 400])
        let key = try Sample.signer().verifierKey
        try Data(key.utf8).write(to: URL(filePath: folder).appending(path: "vkey"))
        // What a witness answers to the log's request, in the note that is then published; and a second witness, who did not sign.
        let witness = try NoteSigner(name: "witness.invalid/first", key: [UInt8](repeating: 9, count: 32))
        let silent = try NoteSigner(name: "witness.invalid/second", key: [UInt8](repeating: 8, count: 32))
        let note = try SignedNote(parsing: try #require(try store.read(checkpointPath)))
        let answer = try witness.cosignatureLine(for: note, time: Int64(Date().timeIntervalSince1970))
        let cosigned = try note.cosigned(by: witness.witnessVerifier, answer: Array(answer.utf8))
        try store.replace("checkpoint.cosigned", cosigned.bytes)
        let keys = [witness, silent].map { $0.witnessVerifier.verifierKey + "\n" }.joined()
        try Data(keys.utf8).write(to: URL(filePath: folder).appending(path: "witnesses"))
        #expect(LogReader(store).audit(verifier: try NoteVerifier(parsing: key)) == [])
    }
}
