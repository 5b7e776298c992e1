import Crypto
import Foundation
import MessageSignatures
import ServerKit
import Synchronization

/// Where a streamed log is written before it is sent: a file that has no name any more and goes away with this value.
///
/// So a slow receiver keeps no state of the database alive, the answer's digest and length are known before its first byte, and what fails
/// while rows are read is an answer of its own. Memory stays that of one piece.
final class LogSpool: Sendable {
    /// More than this is refused: ask for shorter spans.
    static let maximumBytes = 4 << 30
    private static let piece = 64 << 10

    private struct State {
        let file: FileHandle
        var digest = SHA256()
        var pending: [UInt8] = []
        var bytes = 0
        var rows = 0
    }

    private let state: Mutex<State>
    private let limit: Int

    /// Makes a file in a folder that exists.
    init(directory: String, limit: Int = LogSpool.maximumBytes) throws {
        let path = "\(directory)/log-\(UUID().uuidString).spool"
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        // The open file stays readable; after a crash nothing is left behind.
        try FileManager.default.removeItem(atPath: path)
        state = Mutex(State(file: file))
        self.limit = limit
    }

    deinit {
        // A file that cannot be closed is closed with the process; it has no name.
        state.withLock { try? $0.file.close() }
    }

    /// Adds bytes; `rows` of them are whole records.
    /// - Throws: 422 `range-too-large`; what the file system reports.
    func append(_ bytes: [UInt8], rows: Int) throws {
        try state.withLock { state in
            state.bytes += bytes.count
            state.rows += rows
            guard state.bytes <= limit else { throw Problem.rangeTooLarge(limit) }
            state.pending += bytes
            if state.pending.count >= Self.piece { try Self.flush(&state) }
        }
    }

    /// How many records were added.
    var rows: Int { state.withLock(\.rows) }

    /// Everything that was added, to be sent once.
    /// - Parameter length: changes how many bytes are sent; only a fault of the sandbox does.
    func stream(length: (Int) -> Int = { $0 }) throws -> BodyStream {
        let (count, digest) = try state.withLock { state in
            try Self.flush(&state)
            let kept = min(max(0, length(state.bytes)), state.bytes)
            if kept < state.bytes { state.digest = try Self.digest(of: state.file, count: kept) }
            try state.file.seek(toOffset: 0)
            state.bytes = kept
            return (kept, Array(state.digest.finalize()))
        }
        return BodyStream(byteCount: count, contentDigest: "sha-256=:\(Data(digest).base64EncodedString()):") { [self] in try nextPiece() }
    }

    private func nextPiece() throws -> [UInt8]? {
        try state.withLock { state in
            guard state.bytes > 0 else { return nil }
            guard let data = try state.file.read(upToCount: min(Self.piece, state.bytes)), !data.isEmpty else { return nil }
            state.bytes -= data.count
            return [UInt8](data)
        }
    }

    private static func flush(_ state: inout State) throws {
        guard !state.pending.isEmpty else { return }
        state.digest.update(data: state.pending)
        try state.file.write(contentsOf: state.pending)
        state.pending.removeAll(keepingCapacity: true)
    }

    private static func digest(of file: FileHandle, count: Int) throws -> SHA256 {
        var digest = SHA256()
        var left = count
        try file.seek(toOffset: 0)
        while left > 0, let data = try file.read(upToCount: min(piece, left)), !data.isEmpty {
            digest.update(data: data)
            left -= data.count
        }
        return digest
    }
}
