import Foundation
import Results
import TransparencyLog
import Transport

/// A log under a URL, brought into a folder of its own that is gone when its reader has ended.
struct RemoteLog {
    /// How many bytes of one log are fetched at most: 4 GiB, some ten million of our entries.
    static let maximumBytes = 4 << 30
    /// A full bundle of entries of the largest size.
    private static let maximumFileBytes = 256 * (2 + EntryBundle.maximumEntryBytes)
    /// Transfers under way at a time.
    private static let width = 8

    private let base: String
    private let client = HTTPClient(trust: .system)

    /// `url` is what the log's paths are appended to; a query or fragment has no place there.
    init(url: String) throws {
        guard !url.contains("?"), !url.contains("#") else { throw EarlyExit(.usage, "expected a log's URL without query and fragment") }
        base = url.hasSuffix("/") ? url : url + "/"
    }

    /// What `body` finds in the files. A file that is not there is left for `body` to miss.
    ///
    /// Throws `EarlyExit` with 4 when there is no checkpoint, a server cannot be reached, or answers anything but 200 and 404.
    func audited<Found>(_ body: (LogReader) -> Found) async throws -> Found {
        defer { client.close() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-log-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard let note = try await fetch(checkpointPath, limit: SignedNote.maximumBytes) else {
            throw EarlyExit(.preflightFailed, "\(base)checkpoint is not there: expected the URL that the log's files lie under")
        }
        try write(note, checkpointPath, folder)
        // Not yet verified: a wrong size costs transfers up to the limit, and is refused when the files are read.
        if let signed = try? SignedNote(parsing: note), let checkpoint = try? Checkpoint(text: signed.text) {
            try await fetch(TreeShape(size: checkpoint.size).files, into: folder)
        }
        return body(LogReader(DirectoryTileStore(directory: folder.path(percentEncoded: false))))
    }

    private func fetch(_ files: some Sequence<TilePath>, into folder: URL) async throws {
        var rest = files.makeIterator()
        var (received, missing) = (0, 0)
        try await withThrowingTaskGroup(of: Int?.self) { group in
            var running = 0
            while true {
                // A checkpoint that promises what is not there must not be asked for to its end.
                while running < Self.width, missing < 1000, let path = rest.next() {
                    group.addTask { try await fetch(path, into: folder) }
                    running += 1
                }
                guard running > 0, let count = try await group.next() else { return }
                running -= 1
                received += count ?? 0
                missing += count == nil ? 1 : 0
                guard received <= Self.maximumBytes else {
                    throw EarlyExit(.preflightFailed, "the log has more than \(Self.maximumBytes) bytes: verify a copy in a folder instead")
                }
            }
        }
    }

    /// The bytes fetched; nil when neither the file nor the full one that may have superseded it is there.
    private func fetch(_ path: TilePath, into folder: URL) async throws -> Int? {
        for candidate in path.isPartial ? [path, path.resized(to: TilePath.fullWidth)] : [path] {
            guard let bytes = try await fetch(candidate.description, limit: Self.maximumFileBytes) else { continue }
            try write(bytes, candidate.description, folder)
            return bytes.count
        }
        return nil
    }

    private func fetch(_ path: String, limit: Int) async throws -> [UInt8]? {
        let response: IncomingResponse
        do {
            response = try await client.send(OutgoingRequest(url: base + path, maximumBodyBytes: limit))
        } catch  where error.code == .cancelled {
            throw CancellationError()
        } catch {
            throw EarlyExit(.preflightFailed, "\(base)\(path): \(error)")
        }
        switch response.status {
        case 200: return response.body
        case 404, 410: return nil
        case 300..<400:
            throw EarlyExit(
                .preflightFailed, "\(base)\(path): answered \(response.status); redirects are not followed: give the URL they lead to")
        default: throw EarlyExit(.preflightFailed, "\(base)\(path): expected 200, got \(response.status)")
        }
    }

    private func write(_ bytes: [UInt8], _ path: String, _ folder: URL) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
