import Foundation

/// Hands a file to libxml2 piece by piece, so that its size costs no memory. Belongs to one use on one thread.
final class ByteSource {
    /// How much of the file is looked at for a document type before anything of it is parsed.
    private static let firstPiece = 64 << 10

    private let handle: FileHandle
    private let limits: XMLLimits
    private var pending: ArraySlice<UInt8> = []
    private var count = 0
    /// Why not all was read.
    private(set) var failure: XMLIssue?

    init(file: String, limits: XMLLimits) throws(XMLError) {
        guard let handle = FileHandle(forReadingAtPath: file) else { throw .unreadable(file) }
        self.handle = handle
        self.limits = limits
    }

    deinit { try? handle.close() }

    /// The first bytes, which are kept for libxml2.
    func start() -> [UInt8] {
        while pending.count < Self.firstPiece, let more = next(Self.firstPiece - pending.count) { pending += more }
        return Array(pending)
    }

    /// Copies up to so many bytes and says how many; 0 at the end, -1 when the rest cannot be read or is more than the limit.
    func copy(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        if pending.isEmpty { pending = next(buffer.count)?[...] ?? [] }
        if failure != nil { return -1 }
        let piece = pending.prefix(buffer.count)
        unsafe buffer.copyBytes(from: piece)
        pending = pending.dropFirst(piece.count)
        return Int32(piece.count)
    }

    private func next(_ wanted: Int) -> [UInt8]? {
        guard failure == nil else { return nil }
        do {
            guard let data = try handle.read(upToCount: wanted), !data.isEmpty else { return nil }
            count += data.count
            guard count <= limits.maximumBytes else {
                failure = .tooLarge(count, limit: limits.maximumBytes)
                return nil
            }
            return Array(data)
        } catch {
            failure = .unreadable
            return nil
        }
    }

    /// What libxml2 hands back to `readSource`; valid while the source lives.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}

/// The read callback of libxml2.
func readSource(_ context: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
    let source = unsafe Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
    return unsafe source.copy(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
}
