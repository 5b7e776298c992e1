public import Foundation

/// Where the suites that no one of this project wrote lie: `ASSAY_PEERS`, else `../shared/peers` beside the checkout.
///
/// Peer data is read in place and never committed; a test that needs a suite which is absent says so and is counted as skipped.
public enum PeerData {
    /// The folder of all suites, or nil when this machine has none.
    public static let folder: URL? = {
        let environment = ProcessInfo.processInfo.environment["ASSAY_PEERS"]
        let beside = repository.deletingLastPathComponent().appending(path: "shared/peers").path
        for candidate in [environment, beside].compactMap({ $0 }) where FileManager.default.fileExists(atPath: candidate) {
            return URL(filePath: candidate, directoryHint: .isDirectory)
        }
        return nil
    }()

    /// The root of the checkout that this test was built from.
    public static let repository: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// The file at `path` inside the suites, or nil when it is not here.
    public static func file(_ path: String) -> URL? {
        guard let url = folder?.appending(path: path), FileManager.default.fileExists(atPath: url.path) else { return nil }
        return url
    }
}
