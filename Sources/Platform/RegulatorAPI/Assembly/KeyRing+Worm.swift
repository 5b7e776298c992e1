import Access
import Foundation

extension KeyRing {
    /// Where a realm's log is copied to: `worm.json`; nil when there is none, or it does not name the realm.
    ///
    /// Throws `PlatformStartError` for a file that cannot be used: without its copy the log would go on as if none had been asked for.
    func wormSettings(of realm: Realm.Name) throws -> WormSettings? {
        let name = directory + "/worm.json"
        guard FileManager.default.fileExists(atPath: name) else { return nil }
        guard let data = FileManager.default.contents(atPath: name) else { throw PlatformStartError("\(name) cannot be read") }
        do {
            return try WormSettings(parsing: [UInt8](data), folder: directory, realm: realm.rawValue)
        } catch let error as PlatformStartError {
            throw PlatformStartError("\(directory)/\(error.description)")
        }
    }
}
