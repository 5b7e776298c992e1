/// Sixteen neighbouring hashes with the perfect subtrees over them: a sixteenth of a tile's hashes, or the roots of its sixteenths.
struct TilePiece: Sendable {
    /// Which piece of which tile.
    struct Key: Hashable, Sendable {
        let path: TilePath
        /// 0 to 15, or `crown`.
        let part: Int
    }

    static let height = 4
    static let width = 16
    /// The part that holds the roots of the others.
    static let crown = 16

    /// Row after row; what a narrower piece lacks is filled up.
    private let nodes: [Hash]

    /// - Parameter hashes: at most sixteen.
    init(_ hashes: some Collection<Hash>) {
        var nodes = Array(hashes.prefix(Self.width))
        var count = nodes.count
        nodes += repeatElement(MerkleHash.empty, count: Self.width - count)
        for row in 1...Self.height {
            let (below, width) = (Self.start(of: row - 1), Self.width >> row)
            count /= 2
            for index in 0..<count { nodes.append(MerkleHash.node(nodes[below + 2 * index], nodes[below + 2 * index + 1])) }
            nodes += repeatElement(MerkleHash.empty, count: width - count)
        }
        self.nodes = nodes
    }

    /// The roots of a tile's whole sixteenths, with what is above them.
    init(crownOf hashes: [Hash]) {
        let whole = hashes.count / Self.width
        self.init(
            (0..<whole).map { part in
                TilePiece(hashes[(part * Self.width)..<((part + 1) * Self.width)]).node(row: Self.height, index: 0)
            })
    }

    /// - Parameters:
    ///   - row: 0 for the hashes themselves, to 4 for the root.
    ///   - index: within the row.
    func node(row: Int, index: Int) -> Hash { nodes[Self.start(of: row) + index] }

    /// 0, 16, 24, 28, 30.
    private static func start(of row: Int) -> Int { 2 * (width - (width >> row)) }
}
