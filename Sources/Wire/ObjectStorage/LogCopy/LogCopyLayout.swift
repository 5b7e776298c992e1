import Crypto
package import TransparencyLog

/// Under which keys a bucket holds the WORM copy of a transparency log.
///
/// Everything lies under `PREFIX/v1/HASH/`, HASH being the SHA-256 of the log's origin in lower-case hex: `tile/…` are the full tiles and
/// bundles by their paths in the log (C2SP tlog-tiles), `events/…` what the entries of a full bundle are about (`LogCopyEvents`), `sealed/SIZE/…` the
/// checkpoint of one size with what of its tree is not full yet, `erased/…` which subjects' keys were destroyed,
/// signed by the log's key. A size has 20 digits, so that keys are in the order of sizes.
package struct LogCopyLayout: Sendable, Hashable {
    /// For how long an object is kept at least, in days from when it was stored: seven years, leap days included.
    package static let minimumDays = 2557
    /// What is added to it, so that no clock and no slow upload takes anything from the seven years.
    package static let spareDays = 30
    /// The longest prefix, in bytes.
    package static let maximumPrefixBytes = 200

    /// What all keys begin with, with a slash at its end.
    package let root: String
    /// The log's origin.
    package let origin: String

    /// What an object of the copy is.
    package enum Part: Hashable, Sendable {
        /// A full tile or bundle.
        case file(TilePath)
        /// What the entries of a full bundle are about, by the bundle's number.
        case events(Int64)
        /// The note of a checkpoint of that size.
        case checkpoint(Int64)
        /// A partial tile or bundle of the tree of that size.
        case partial(Int64, TilePath)
        /// What the entries of the partial bundle of that size are about.
        case partialEvents(Int64)
        /// Numbers of keys that were destroyed, in a note of the log's key (`LogCopyStatement`), named by the SHA-256 of its text.
        case erased(String)
    }

    /// - Parameter prefix: what the operator set apart for logs: names of `a-z A-Z 0-9 . _ -` with slashes between them, or nothing.
    ///
    /// Throws `invalidRequest` for another prefix.
    package init(prefix: String, origin: String) throws(StorageError) {
        let names = prefix.isEmpty ? [] : prefix.split(separator: "/", omittingEmptySubsequences: false)
        let isGood = names.allSatisfy { name in
            !name.isEmpty && name != "." && name != ".."
                && name.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || [0x2D, 0x2E, 0x5F].contains(byte)
                }
        }
        guard isGood, prefix.utf8.count <= Self.maximumPrefixBytes else {
            throw .request(
                "a prefix is names of a-z A-Z 0-9 . _ - with a slash between two, at most \(Self.maximumPrefixBytes) bytes")
        }
        self.origin = origin
        root = (names.map(String.init) + ["v1", Self.hex(SHA256.hash(data: Array(origin.utf8)))]).joined(separator: "/") + "/"
    }

    /// The prefix of all sealed checkpoints.
    package var sealedRoot: String { root + "sealed/" }

    /// Where an object of the copy lies.
    package func key(of part: Part) -> String {
        switch part {
        case .file(let path): root + path.description
        case .events(let bundle): root + Self.eventsPath(of: TilePath(.entries, index: bundle))
        case .checkpoint(let size): sealed(size) + checkpointPath
        case .partial(let size, let path): sealed(size) + path.description
        case .partialEvents(let size): sealed(size) + "events"
        case .erased(let hash): root + "erased/" + hash
        }
    }

    /// What a key stands for; nil for one that no part of a copy has.
    package func part(of key: String) -> Part? {
        guard key.hasPrefix(root) else { return nil }
        let rest = key.dropFirst(root.count)
        let part: Part?
        if rest.hasPrefix("tile/") {
            part = (try? TilePath(parsing: String(rest))).flatMap { $0.isPartial ? nil : .file($0) }
        } else if rest.hasPrefix("events/") {
            part = (try? TilePath(parsing: "tile/entries/" + rest.dropFirst("events/".count))).map { .events($0.index) }
        } else if rest.hasPrefix("erased/") {
            part = .erased(String(rest.dropFirst("erased/".count)))
        } else {
            part = Self.sealedPart(rest)
        }
        // One spelling for each part, and no other.
        guard let part, self.key(of: part) == key else { return nil }
        if case .erased(let hash) = part, Hash(hex: hash) == nil { return nil }
        return part
    }

    /// What a copy in a bucket is called: where progress is kept, and in words for the operator.
    package func destination(in bucket: Bucket) -> String { "\(bucket.endpoint)/\(bucket.name)/\(root)" }

    /// What all keys of one sealed checkpoint begin with.
    package func sealed(_ size: Int64) -> String { sealedRoot + Self.padded(size) + "/" }

    /// Where what a bundle's entries are about lies beside the log's own files.
    package static func eventsPath(of bundle: TilePath) -> String { "events/" + bundle.description.dropFirst("tile/entries/".count) }

    private static func sealedPart(_ rest: Substring) -> Part? {
        guard rest.hasPrefix("sealed/") else { return nil }
        let inner = rest.dropFirst("sealed/".count)
        guard let slash = inner.firstIndex(of: "/"), slash.utf16Offset(in: inner) > 0, let size = Int64(inner[..<slash]), size >= 0 else {
            return nil
        }
        let name = String(inner[inner.index(after: slash)...])
        if name == checkpointPath { return .checkpoint(size) }
        if name == "events" { return .partialEvents(size) }
        guard let path = try? TilePath(parsing: name), path.isPartial else { return nil }
        return .partial(size, path)
    }

    private static func padded(_ size: Int64) -> String {
        let digits = String(size)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
