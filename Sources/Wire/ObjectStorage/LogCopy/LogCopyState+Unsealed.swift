import TransparencyLog

extension LogCopyState {
    /// Follows what the log's key signed beyond the newest sealed checkpoint: full bundles without a gap, then the widest that is not full.
    ///
    /// Returns how many entries there are then in all. What is not signed was not taken in, and ends it.
    mutating func reach(from newest: Checkpoint) -> Int64 {
        let width = Int64(TilePath.fullWidth)
        var size = newest.size
        while size < Int64.max - width {
            let bundle = size / width
            let wider = (Int(size % width) + 1...TilePath.fullWidth).reversed()
            let path = wider.lazy.map { TilePath(.entries, index: bundle, width: $0) }.first {
                told[LogCopyLayout.eventsPath(of: $0)] != nil
            }
            guard let path, goesOn(path, from: newest) else { return size }
            size = bundle * width + Int64(path.width)
            if path.isPartial { return size }
        }
        return size
    }

    /// Whether a bundle beyond the newest sealed checkpoint can be read and begins with the entries that the checkpoint covers.
    private mutating func goesOn(_ path: TilePath, from newest: Checkpoint) -> Bool {
        let name = LogCopyLayout.eventsPath(of: path)
        do throws(LogError) {
            guard let bytes = try files.read(name) else { throw LogError(.missing, "it went away") }
            let events = try LogCopyEvents(bytes, verifier: verifier)
            let leaves = try events.leaves().map { MerkleHash.leaf($0) }
            look(for: path, with: events.root)
            guard path.index == newest.size / Int64(TilePath.fullWidth), newest.size % Int64(TilePath.fullWidth) > 0 else { return true }
            let sealed = try LogReader(files).bundleLeaves(of: path.index, size: newest.size).hashes
            guard leaves.starts(with: sealed) else { throw LogError(.inconsistent, "the sealed checkpoint covers other entries") }
            return true
        } catch {
            let code: LogCopyIssue.Code = error.code == .missing ? .missing : .contradicted
            report([LogCopyIssue(code, layout.root + name, "it is signed, and cannot go on the log: \(error.message)")])
            return false
        }
    }

    /// The full bundle that events beyond the newest sealed checkpoint are of need not be there yet; another one is somebody else's.
    private mutating func look(for path: TilePath, with root: Hash) {
        let end = (path.index + 1) * Int64(TilePath.fullWidth)
        guard !path.isPartial, let hashes = try? LogReader(files).bundleLeaves(of: path.index, size: end).hashes,
            MerkleHash.root(of: hashes) != root
        else { return }
        report([LogCopyIssue(.contradicted, layout.key(of: .file(path)), "the log's key signed other entries than these")])
    }
}
