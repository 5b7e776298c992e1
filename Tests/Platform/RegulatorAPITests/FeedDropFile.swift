import Crypto
import Foundation
import HTTPTypes
import Requests

@testable import RegulatorAPI

/// A drop of one file, as the operator's systems put it into the inbox of a realm.
struct FeedDropFile: Sendable {
    /// `transactions`, `kyc_aml` …
    let feed: String
    let table: String
    /// The head of the table and its rows, each with LF at its end.
    let csv: String
    var licence = "UKGC-000123"
    var completeUntil = "2026-11-01T00:00:00Z"

    /// Writes the file, and then the drop that names it.
    func put(into services: RealmServices, name: String = "late") throws {
        let inbox = services.configuration.directory + "/inbox"
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try Data(csv.utf8).write(to: URL(filePath: "\(inbox)/\(name).csv"))
        let hash = Array(SHA256.hash(data: Data(csv.utf8))).hexDigits
        let rows = csv.utf8.count { $0 == UInt8(ascii: "\n") } - 1
        try Data(
            """
            {"schema_version": 1, "feed": "\(feed)", "licence": "\(licence)", "complete_until": "\(completeUntil)",
             "files": [{"name": "\(name).csv", "table": "\(table)", "format": "csv", "rows": \(rows), "sha256": "\(hash)"}]}
            """.utf8
        ).write(to: URL(filePath: "\(inbox)/\(name).drop.json"))
    }
}
