package import Documents
package import MessageSignatures
import ServerKit
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

    /// Nil when the register never changes.
    private let file: Mutex<WatchedFile<ClientDirectory>?>
    private let fixed: ClientDirectory
    private let now: @Sendable () -> Timestamp
    private let report: @Sendable (Event) -> Void

    /// The file may have 16 MiB.
    private static let maximumBytes = 16 << 20

    /// Reads the file; `authorities` are those that the listener trusts. Throws `ClientDirectoryReader.Refusal` when it is not usable, since there is no earlier one to keep.
    package init(
        file: String, authorities: IssuingAuthorities = .none, now: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(ClientDirectoryReader.Refusal) {
        let nobody = ClientDirectory([])
        var watched = WatchedFile(
            file, before: nobody, absence: .refused, maximumBytes: Self.maximumBytes,
            read: { try ClientDirectoryReader.read($0, authorities: authorities) })
        if case .refused(let reason) = watched.refresh(at: now()) {
            throw ClientDirectoryReader.Refusal(description: "\(file): \(reason)")
        }
        self.file = Mutex(watched)
        fixed = nobody
        self.now = now
        self.report = report
    }

    /// A register that never changes.
    package init(_ directory: ClientDirectory) {
        file = Mutex(nil)
        fixed = directory
        now = { Timestamp(milliseconds: 0) }
        report = { _ in }
    }

    /// The register now in force; take it once per decision, so that the decision rests on one state.
    package var current: ClientDirectory {
        let now = now()
        let (directory, change) = file.withLock { file in
            let change = file?.refresh(at: now)
            return (file?.value ?? fixed, change)
        }
        switch change {
        case .replaced: report(.replaced(clientIDs: directory.clientIDs))
        case .refused(let reason): report(.refused(reason: reason))
        case nil: break
        }
        return directory
    }

    /// The keys with which a client signs; none for a client that is not registered.
    package func keys(of clientID: String) -> KeySet { current.client(clientID)?.keys ?? KeySet([]) }

    /// The authority that a client acts for.
    package func regulator(of clientID: String) -> String? { current.client(clientID)?.regulator }

    /// Where files may be delivered that a client asked for.
    package func callbackOrigins(of clientID: String) -> [CallbackOrigin] { current.client(clientID)?.callbackOrigins ?? [] }
}
