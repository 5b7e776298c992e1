package import Documents
import Foundation

/// The files in a folder with certain endings, by name; looked at on every use, and listed again when the folder may have changed.
package struct WatchedFolder: Sendable {
    package let path: String
    /// What was there at the last look, in alphabetical order; hidden files never.
    package private(set) var names: [String] = []
    private let suffixes: [String]
    private var fingerprint: FileFingerprint?
    private var lookedAt: Timestamp?
    private var told: String?

    /// Looks at nothing yet. A folder that is not there is empty.
    package init(_ path: String, suffixes: [String]) {
        self.path = path
        self.suffixes = suffixes
    }

    /// Looks at the folder and lists it when it may have changed. One that is there and cannot be listed is as it was at the last look: why
    /// it cannot is returned, once for each reason.
    package mutating func refresh(at now: Timestamp) -> String? {
        let seen = FileFingerprint(of: path)
        if let lookedAt, seen == fingerprint, now >= lookedAt, now - lookedAt < FileFingerprint.isBelievedFor { return nil }
        fingerprint = seen
        lookedAt = now
        do {
            let found = try FileManager.default.contentsOfDirectory(atPath: path)
            names = found.filter { name in !name.hasPrefix(".") && suffixes.contains { name.hasSuffix($0) } }.sorted()
        } catch  where FileManager.default.fileExists(atPath: path) {
            let reason = "the folder cannot be listed; expected a folder that the platform may read"
            defer { told = reason }
            return told == reason ? nil : reason
        } catch {
            names = []
        }
        told = nil
        return nil
    }
}
