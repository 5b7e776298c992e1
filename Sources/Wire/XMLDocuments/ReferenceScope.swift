import Foundation
import Synchronization

/// Which further files the document in work may draw in: those below one folder, links followed, and no other thing.
final class ReferenceScope: Sendable {
    private struct State {
        var byteCount = 0
        var refusals: [String] = []
    }

    /// The scope of what libxml2 does now on this thread; nil forbids everything.
    @TaskLocal static var current: ReferenceScope?

    /// An absolute path without links, ending in `/`; nil forbids everything and says why.
    private let folder: String?
    /// For all files of the scope together.
    private let maximumBytes: Int
    private let state = Mutex(State())

    /// A scope without files.
    init() {
        folder = nil
        maximumBytes = 0
    }

    init(folder: String, maximumBytes: Int) {
        let path = URL(filePath: folder, directoryHint: .isDirectory).resolvingSymlinksInPath().path
        self.folder = path.hasSuffix("/") ? path : path + "/"
        self.maximumBytes = maximumBytes
    }

    /// What was asked for and not given, with the reason, in order.
    var refusals: [String] { state.withLock { $0.refusals } }

    /// The content of the file at a path or `file:` URI, or nil after noting why it is refused.
    func bytes(at location: String) -> [UInt8]? {
        guard let folder else { return refuse(location, "a schema given as text may not refer to others") }
        guard let path = ReferenceScope.path(of: location) else { return refuse(location, "only files are read, nothing from the network") }
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        guard resolved.hasPrefix(folder) else { return refuse(location, "it is not below \(folder)") }
        guard let data = FileManager.default.contents(atPath: resolved) else { return refuse(location, "there is no such file") }
        let isWithin = state.withLock { state in
            state.byteCount += data.count
            return state.byteCount <= maximumBytes
        }
        guard isWithin else { return refuse(location, "the files together are larger than \(maximumBytes) bytes") }
        return SchemaLocations.mended(Array(data))
    }

    private func refuse(_ location: String, _ reason: String) -> [UInt8]? {
        state.withLock { $0.refusals.append("\(location): \(reason)") }
        return nil
    }

    /// libxml2 percent-encodes what a URI cannot carry, such as the spaces of a folder's name.
    private static func path(of location: String) -> String? {
        if location.hasPrefix("file://") { return String(location.dropFirst(7)).removingPercentEncoding }
        if location.contains("://") { return nil }
        return FileManager.default.fileExists(atPath: location) ? location : location.removingPercentEncoding
    }
}
