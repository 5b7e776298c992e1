package import Documents
import Foundation
package import MessageSignatures
import Synchronization

/// The register of clients as it is now: the file is looked at on every use and read again when it changed, so that a change is effective
/// with the next request, and in any case within a second.
///
/// A file that is missing or cannot be read keeps the last good one in force and is reported once per state of the file.
package final class ClientRegistry: Sendable {
    /// What happened to the file after the start.
    package enum Event: Sendable, Hashable {
        /// A new register is in force.
        case replaced(clientIDs: [String])
        /// The file is not usable; the register before it stays in force.
        case refused(reason: String)
    }

    /// What tells one state of a file from another without reading it.
    private struct Fingerprint: Equatable {
        let inode: UInt64
        let size: Int64
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int
    }

    private struct State {
        var directory: ClientDirectory
        var bytes: [UInt8]
        var fingerprint: Fingerprint?
        var readAt: Timestamp
        var reportedRefusal: String?
    }

    private let file: String?
    private let now: @Sendable () -> Timestamp
    private let report: @Sendable (Event) -> Void
    private let state: Mutex<State>

    /// Reads the file; throws `ClientDirectoryReader.Refusal` when it is not usable, since there is no earlier one to keep.
    package init(
        file: String, now: @escaping @Sendable () -> Timestamp, report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(ClientDirectoryReader.Refusal) {
        let fingerprint = Self.fingerprint(of: file)
        guard let bytes = FileManager.default.contents(atPath: file).map([UInt8].init) else {
            throw ClientDirectoryReader.Refusal(description: "\(file) cannot be read")
        }
        state = Mutex(
            State(directory: try ClientDirectoryReader.read(bytes), bytes: bytes, fingerprint: fingerprint, readAt: now()))
        self.file = file
        self.now = now
        self.report = report
    }

    /// A register that never changes.
    package init(_ directory: ClientDirectory) {
        file = nil
        now = { Timestamp(milliseconds: 0) }
        report = { _ in }
        state = Mutex(State(directory: directory, bytes: [], fingerprint: nil, readAt: Timestamp(milliseconds: 0)))
    }

    /// The register now in force; take it once per decision, so that the decision rests on one state.
    package var current: ClientDirectory {
        guard let file else { return state.withLock(\.directory) }
        let (directory, event) = state.withLock { state in
            let event = Self.refresh(&state, file, now())
            return (state.directory, event)
        }
        if let event { report(event) }
        return directory
    }

    /// The keys with which a client signs; none for a client that is not registered.
    package func keys(of clientID: String) -> KeySet { current.client(clientID)?.keys ?? KeySet([]) }

    /// The authority that a client acts for.
    package func regulator(of clientID: String) -> String? { current.client(clientID)?.regulator }

    /// Where files may be delivered that a client asked for.
    package func callbackOrigins(of clientID: String) -> [CallbackOrigin] { current.client(clientID)?.callbackOrigins ?? [] }

    /// Unchanged by its fingerprint is believed for less than a second: two writes within one tick of the file system's clock look alike.
    private static func refresh(_ state: inout State, _ file: String, _ now: Timestamp) -> Event? {
        let fingerprint = fingerprint(of: file)
        let age = now - state.readAt
        if fingerprint == state.fingerprint, age >= .zero, age < .milliseconds(900) { return nil }
        state.fingerprint = fingerprint
        state.readAt = now
        guard let contents = FileManager.default.contents(atPath: file) else { return refusal("the file cannot be read", &state) }
        let bytes = [UInt8](contents)
        if bytes == state.bytes {
            state.reportedRefusal = nil
            return nil
        }
        do throws(ClientDirectoryReader.Refusal) {
            state.directory = try ClientDirectoryReader.read(bytes)
            state.bytes = bytes
            state.reportedRefusal = nil
            return .replaced(clientIDs: state.directory.clientIDs)
        } catch {
            return refusal(error.description, &state)
        }
    }

    private static func refusal(_ reason: String, _ state: inout State) -> Event? {
        guard state.reportedRefusal != reason else { return nil }
        state.reportedRefusal = reason
        return .refused(reason: reason)
    }

    private static func fingerprint(of file: String) -> Fingerprint? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        return Fingerprint(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), modifiedSeconds: Int(modified.tv_sec),
            modifiedNanoseconds: Int(modified.tv_nsec))
    }
}
