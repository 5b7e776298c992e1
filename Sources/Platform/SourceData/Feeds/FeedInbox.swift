import Crypto
package import Documents
import Foundation
import GRDB

/// A folder into which the operator's systems put drops; each is taken in one transaction and then moved to `taken` or `refused`.
///
/// A crash before the move is harmless: the drop comes again and is known. Rows and watermark are one commit.
package struct FeedInbox: Sendable {
    /// Holds `NAME.drop.json` manifests and the files that they name.
    package let directory: String
    private let source: SourceDatabase

    /// The largest file in bytes.
    static let largestFile = 256 << 20

    /// - Parameter directory: need not exist; without it there are no drops.
    package init(directory: String, source: SourceDatabase) {
        self.directory = directory
        self.source = source
    }

    /// Takes all drops that are complete, by name.
    /// - Parameter now: stands in the record of each drop.
    /// - Throws: `SourceDataError` `unavailable` or what the database throws; drops not reached stay where they are.
    package func takeIn(now: Timestamp) async throws -> [FeedReceipt] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var receipts: [FeedReceipt] = []
        for name in names.sorted() where name.hasSuffix(Self.ending) && !name.hasPrefix(".") {
            receipts.append(try await take(String(name.dropLast(Self.ending.count)), now: now))
        }
        return receipts
    }

    private static let ending = ".drop.json"

    private func take(_ name: String, now: Timestamp) async throws -> FeedReceipt {
        let (manifest, drop): ([UInt8], FeedDrop)
        do {
            manifest = try bytes(name + Self.ending) ?? []
            drop = try FeedDrop(reading: manifest)
        } catch let refusal as FeedRefusal {
            return try refuse(name, nil, refusal)
        }
        let id = Digest.hex(SHA256.hash(data: manifest))
        do {
            let contents = try drop.files.map { try content(of: $0) }
            let receipt = try await source.write { database in
                try FeedTransaction(database, drop: drop, id: id, name: name, now: now).take(contents)
            }
            try move(name, drop, to: "taken")
            return receipt
        } catch let refusal as FeedRefusal {
            return try refuse(name, drop, refusal)
        }
    }

    private func content(of file: FeedDrop.File) throws -> [FeedFile.Item] {
        guard let bytes = try bytes(file.name) else { throw FeedRefusal("\(file.name) is not there") }
        guard Digest.hex(SHA256.hash(data: bytes)) == file.sha256 else { throw FeedRefusal("\(file.name) has another SHA-256 than stated") }
        let items = try FeedFile.items(bytes, file.format, named: file.name)
        guard items.count == file.rows else { throw FeedRefusal("\(file.name) has \(items.count) rows, not \(file.rows)") }
        return items
    }

    /// The bytes of a file of the folder; nil when there is none.
    private func bytes(_ name: String) throws -> [UInt8]? {
        let path = directory + "/" + name
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else { return nil }
        guard size <= Self.largestFile else { throw FeedRefusal("\(name) has more than \(Self.largestFile) bytes") }
        return FileManager.default.contents(atPath: path).map(Array.init)
    }

    private func refuse(_ name: String, _ drop: FeedDrop?, _ refusal: FeedRefusal) throws -> FeedReceipt {
        try move(name, drop, to: "refused")
        return FeedReceipt(name: name, licence: drop?.licence, feed: drop?.feed, outcome: .refused(refusal.description), late: nil)
    }

    private func move(_ name: String, _ drop: FeedDrop?, to folder: String) throws {
        let files = FileManager.default
        let target = directory + "/" + folder
        do {
            try files.createDirectory(atPath: target, withIntermediateDirectories: true)
            // The manifest goes last: as long as it is there the drop is tried again.
            for file in (drop?.files.map(\.name) ?? []) + [name + Self.ending] {
                guard files.fileExists(atPath: directory + "/" + file) else { continue }
                if files.fileExists(atPath: target + "/" + file) { try files.removeItem(atPath: target + "/" + file) }
                try files.moveItem(atPath: directory + "/" + file, toPath: target + "/" + file)
            }
        } catch {
            throw SourceDataError(.unavailable, "cannot move the drop \(name) to \(target): \(error.localizedDescription)")
        }
    }
}
