/// Reads tiles and bundles of a tree of one size, from whatever wider file is there when the exact one is not.
///
/// A partial file may be gone once a wider one exists; files never change, so the beginning of a wider one says the same.
struct TileLoader: Sendable {
    let store: any TileStore
    /// The tree that is asked about.
    let shape: TreeShape

    init(_ store: any TileStore, size: Int64) {
        self.store = store
        shape = TreeShape(size: size)
    }

    /// The hashes that the tree has in this tile. Throws `missing`, `malformed` for a file of the wrong length, `storage`.
    func hashes(level: Int, index: Int64) throws(LogError) -> (path: TilePath, hashes: [Hash]) {
        let width = shape.width(level: level, index: index)
        let (path, bytes) = try file(.hashes(level: level), index: index, width: width)
        return (path, Array(try Self.decode(bytes, path: path).prefix(width)))
    }

    /// The entries that the tree has in this bundle. Throws like `hashes`.
    func entries(index: Int64) throws(LogError) -> (path: TilePath, entries: [[UInt8]]) {
        let width = shape.width(level: 0, index: index)
        let (path, bytes) = try file(.entries, index: index, width: width)
        return (path, Array(try Self.decodeEntries(bytes, path: path).prefix(width)))
    }

    /// The leaf hashes of the entries that the tree has in this bundle, which are not copied. Throws like `hashes`.
    func leaves(index: Int64) throws(LogError) -> (path: TilePath, hashes: [Hash]) {
        let width = shape.width(level: 0, index: index)
        let (path, bytes) = try file(.entries, index: index, width: width)
        return (path, try Self.slices(of: bytes, path: path).prefix(width).map { MerkleHash.leaf($0) })
    }

    static func decode(_ bytes: [UInt8], path: TilePath) throws(LogError) -> [Hash] {
        guard bytes.count == path.width * Hash.byteCount else {
            throw LogError(
                .malformed, "expected \(path.width) hashes, \(path.width * Hash.byteCount) bytes, got \(bytes.count)",
                path: path.description)
        }
        return stride(from: 0, to: bytes.count, by: Hash.byteCount).compactMap { Hash(bytes[$0..<($0 + Hash.byteCount)]) }
    }

    static func decodeEntries(_ bytes: [UInt8], path: TilePath) throws(LogError) -> [[UInt8]] {
        try slices(of: bytes, path: path).map { Array($0) }
    }

    private static func slices(of bytes: [UInt8], path: TilePath) throws(LogError) -> [ArraySlice<UInt8>] {
        let entries: [ArraySlice<UInt8>]
        do {
            entries = try EntryBundle.slices(of: bytes)
        } catch {
            throw LogError(error.code, error.message, path: path.description)
        }
        guard entries.count == path.width else {
            throw LogError(.malformed, "expected \(path.width) entries, got \(entries.count)", path: path.description)
        }
        return entries
    }

    private func file(_ kind: TilePath.Kind, index: Int64, width: Int) throws(LogError) -> (TilePath, [UInt8]) {
        guard width > 0 else { throw LogError(.outOfRange, "a tree of \(shape.size) entries has no tile \(index) there") }
        let exact = TilePath(kind, index: index, width: width)
        if let bytes = try store.read(exact.description) { return (exact, bytes) }
        if exact.isPartial {
            for candidate in try wider(than: exact) {
                if let bytes = try store.read(candidate.description) { return (candidate, bytes) }
            }
        }
        throw LogError(.missing, "neither the file nor a wider one is there", path: exact.description)
    }

    /// Full, or as wide as in the tree of the newest checkpoint.
    private func wider(than exact: TilePath) throws(LogError) -> [TilePath] {
        let full = exact.resized(to: TilePath.fullWidth)
        guard let note = try store.read(checkpointPath), let signed = try? SignedNote(parsing: note),
            let newest = try? Checkpoint(text: signed.text)
        else { return [full] }
        let level = if case .hashes(let level) = exact.kind { level } else { 0 }
        let width = TreeShape(size: newest.size).width(level: level, index: exact.index)
        return width > exact.width && width < TilePath.fullWidth ? [full, exact.resized(to: width)] : [full]
    }
}
