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
        #expect(LogReader(store).audit(verifier: try NoteVerifier(parsing: key)) == [])
    }
}
