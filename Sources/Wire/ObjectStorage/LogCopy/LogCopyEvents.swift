import Crypto
import Documents
import Foundation
package import TransparencyLog

/// What the entries of one bundle are about, as an object of the copy: a line of JSON for each entry, whose member `leaf` is the entry in
/// base64, then an empty line, then a note of the log's key over all of it (`LogCopyStatement.events`).
///
/// It is put before everything else of its bundle, and says all that there is to say of it. So of a bundle that no sealed checkpoint covers
/// yet either nothing is in the bucket, or what it takes to have it back; and that it is this log's can be told without a checkpoint.
package struct LogCopyEvents: Sendable {
    /// The index of the first entry.
    package let first: Int64
    /// A line for each entry, without its line feed.
    package let lines: [ArraySlice<UInt8>]
    /// The root over the entries' hashes.
    package let root: Hash

    /// The bytes of an object. `lines` have no line feed; `leaves` are the entries' bytes. Throws `cannotSign`.
    package static func bytes(of lines: [[UInt8]], leaves: [[UInt8]], from first: Int64, signer: NoteSigner) throws(LogError) -> [UInt8] {
        var told: [UInt8] = []
        for line in lines { told += line + [0x0A] }
        let root = MerkleHash.root(of: leaves.map { MerkleHash.leaf($0) })
        let statement = LogCopyStatement.events(first: first, count: lines.count, root: root, lines: Self.hash(of: told))
        return told + [0x0A] + (try statement.signed(by: signer))
    }

    /// Reads an object. Whether its lines have the entries that the root is of is asked by `leaves`.
    ///
    /// Throws what `LogCopyStatement` throws, `inconsistent` where the note is over other lines, `malformed` where there is none.
    package init(_ bytes: [UInt8], verifier: NoteVerifier) throws(LogError) {
        guard let end = bytes.indices.dropLast().first(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }) else {
            throw LogError(.malformed, "there is no empty line between what is told and the note")
        }
        let statement = try LogCopyStatement(Array(bytes[(end + 2)...]), verifier: verifier)
        guard case .events(let first, let count, let root, let hash) = statement else {
            throw LogError(.malformed, "its note states something else")
        }
        lines = bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count == count, Self.hash(of: bytes[...end]) == hash else {
            throw LogError(.inconsistent, "its note is over other lines")
        }
        (self.first, self.root) = (first, root)
    }

    /// The entries, once they were found to be those of the root. Throws `malformed`, `inconsistent`.
    package func leaves() throws(LogError) -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        for line in lines {
            guard let node = try? JSONReader.read(Array(line)), let leaf = node["leaf"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
                throw LogError(.malformed, "a line has no entry in base64")
            }
            leaves.append([UInt8](leaf))
        }
        guard MerkleHash.root(of: leaves.map { MerkleHash.leaf($0) }) == root else {
            throw LogError(.inconsistent, "its lines have other entries than its note is over")
        }
        return leaves
    }

    private static func hash(of bytes: some Sequence<UInt8>) -> Hash {
        let digest = SHA256.hash(data: Array(bytes))
        guard let hash = Hash(Array(digest)) else { preconditionFailure("SHA-256 has 32 bytes") }
        return hash
    }
}
