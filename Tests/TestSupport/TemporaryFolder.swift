public import Foundation

/// A folder for one test, gone with the value.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let url: URL
    /// The same as a path.
    public var path: String { url.path }

    /// Makes it under the system's folder for temporary files.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "assay-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file in it.
    public func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a text to a file in it; returns its path.
    public func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }
}
