import Synchronization

/// Hashes of tiles with the inner nodes between them, so that a proof is a matter of looking up. Files never change: nothing goes stale.
///
/// Tiles are kept in pieces: of one that was asked for once, the upper half, and the few leaves that were in question. So the tiles of
/// millions of entries find room, and of a tile that is come back to, little has to be hashed again.
final class TileCache: Sendable {
    /// How many pieces are kept: 1 KiB each, 16 MiB in all.
    static let capacity = 1 << 14

    private struct Contents {
        var pieces: [TilePiece.Key: TilePiece] = [:]
        var order: [TilePiece.Key] = []
        var oldest = 0

        mutating func keep(_ piece: TilePiece, _ key: TilePiece.Key) {
            guard pieces.updateValue(piece, forKey: key) == nil else { return }
            if order.count < TileCache.capacity {
                order.append(key)
            } else {
                pieces[order[oldest]] = nil
                order[oldest] = key
                oldest = (oldest + 1) % TileCache.capacity
            }
        }
    }

    private let contents = Mutex(Contents())

    /// A node of the tile: the root over the hashes `index · 2^row` to `(index + 1) · 2^row - 1` of it, which it must have.
    /// Throws like `TileLoader.hashes`.
    func node(_ loader: TileLoader, level: Int, tile: Int64, row: Int, index: Int) throws(LogError) -> Hash {
        let path = TilePath(.hashes(level: level), index: tile, width: loader.shape.width(level: level, index: tile))
        let (part, rowInPart, place) =
            row < TilePiece.height
            ? (index >> (TilePiece.height - row), row, index & ((TilePiece.width >> row) - 1))
            : (TilePiece.crown, row - TilePiece.height, index)
        let key = TilePiece.Key(path: path, part: part)
        if let kept = contents.withLock({ $0.pieces[key] }) { return kept.node(row: rowInPart, index: place) }
        let hashes = try loader.hashes(level: level, index: tile).hashes
        let piece = part == TilePiece.crown ? TilePiece(crownOf: hashes) : TilePiece(Self.part(part, of: hashes))
        contents.withLock { $0.keep(piece, key) }
        return piece.node(row: rowInPart, index: place)
    }

    private static func part(_ part: Int, of hashes: [Hash]) -> ArraySlice<Hash> {
        hashes.dropFirst(part * TilePiece.width).prefix(TilePiece.width)
    }
}
