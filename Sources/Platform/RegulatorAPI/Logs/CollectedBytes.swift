import Documents
import ServerKit
import SourceData
import Synchronization

/// The bytes of a file while its records are read on another thread; refuses to grow beyond its limit.
final class CollectedBytes: Sendable {
    private let state = Mutex((bytes: [UInt8](), count: 0, rows: 0))
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds bytes; `rows` of them are whole records. Throws 422 `range-too-large`.
    func append(_ bytes: [UInt8], rows: Int) throws(Problem) {
        try state.withLock { state throws(Problem) in
            state.count += bytes.count
            guard state.count <= limit else { throw .rangeTooLarge(limit) }
            state.bytes += bytes
            state.rows += rows
        }
    }

    /// Counts bytes that are kept elsewhere. Throws 422 `range-too-large`.
    func count(_ bytes: Int) throws(Problem) {
        try state.withLock { state throws(Problem) in
            state.count += bytes
            guard state.count <= limit else { throw .rangeTooLarge(limit) }
        }
    }

    var bytes: [UInt8] { state.withLock(\.bytes) }
    var rows: Int { state.withLock(\.rows) }
}

/// Records while they are read on another thread; their size counts towards that of a file.
final class CollectedRecords: Sendable {
    private let state = Mutex<[SourceRecord]>([])
    private let size: CollectedBytes

    init(size: CollectedBytes) {
        self.size = size
    }

    /// Throws 422 `range-too-large` when all records together have grown beyond the limit.
    func append(_ record: SourceRecord) throws(Problem) {
        try size.count(record.node.compactBytes().count)
        state.withLock { $0.append(record) }
    }

    var records: [SourceRecord] { state.withLock { $0 } }
}
