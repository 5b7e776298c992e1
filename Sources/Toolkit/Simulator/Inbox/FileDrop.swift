import Contracts
import Crypto
import Documents
import Foundation
import HTTPTypes
package import Scenarios
import Synchronization

/// A folder that an SFTP server writes into, watched for files that are complete; one mailbox for each folder below it.
///
/// Complete is a file whose name is not that of an upload under way and whose size and time were the same at two looks. What lay in a
/// folder when its mailbox was opened is not news. A file `<name>.sha256` beside it is its digest.
package final class FileDrop: Inbox {
    /// Names of uploads under way end so, or begin with a dot.
    private static let partialEndings = [".tmp", ".part", ".partial", ".filepart", ".uploading"]
    private static let digestEnding = ".sha256"
    /// Larger files are not read.
    private static let maximumBytes = 64 << 20
    /// So many names of a folder are looked at.
    private static let maximumNames = 10_000
    /// Looks that a file without a digest beside it is given until it counts as one that has none.
    private static let looksWithoutDigest = 3

    private struct Sight: Hashable {
        var size: Int
        var modified: Date
        var looks: Int
    }

    private struct State {
        var known: [String: Set<String>] = [:]
        var seen: [String: [String: Sight]] = [:]
    }

    private let board = MailboxBoard()
    private let state = Mutex(State())
    private let interval: Duration
    private let clock: RunClock
    private let onReception: @Sendable (Reception) -> Void

    /// The folder's absolute path: it is told to platforms, which work in another directory.
    package let address: String

    package init(
        folder: String, interval: Duration = .milliseconds(250), clock: RunClock = .system,
        onReception: @escaping @Sendable (Reception) -> Void = { _ in }
    ) {
        address = URL(filePath: folder).standardizedFileURL.path
        self.interval = interval
        self.clock = clock
        self.onReception = onReception
    }

    /// Looks again and again until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            look()
            do { try await clock.sleep(interval) } catch { return }
        }
    }

    /// Looks once at every open mailbox.
    package func look() {
        for mailbox in board.names {
            for arrival in arrivals(in: mailbox) {
                if case .kept(let reception) = board.receive(arrival, in: mailbox) { onReception(reception) }
            }
        }
    }

    /// See `Inbox`: the path of the folder.
    package func address(of mailbox: String) -> String { "\(address)/\(mailbox)" }

    /// See `Inbox`; makes the folder when there is none.
    package func open(_ mailbox: String, answers: [ScriptedAnswer]) async {
        try? FileManager.default.createDirectory(atPath: address(of: mailbox), withIntermediateDirectories: true)
        let names = Set(names(in: mailbox))
        state.withLock { state in if state.known[mailbox] == nil { state.known[mailbox] = names } }
        board.open(mailbox, answers: answers)
    }

    /// See `Inbox`: a file is answered by nobody.
    package func open(_ mailbox: String, manner: InboxManner) async { await open(mailbox, answers: [.accepted]) }

    /// See `Inbox`.
    package func receptions(in mailbox: String) async -> [Reception] { board.receptions(in: mailbox) }

    /// See `Inbox`.
    package func expect(
        _ count: Int, in mailbox: String, within: Duration, where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception] {
        look()
        return try await board.expect(count, in: mailbox, sleep: { [clock] in try await clock.sleep(within) }, where: matches)
    }

    /// See `Inbox`; the files stay where they are.
    package func close(_ mailbox: String) async {
        board.close(mailbox)
        state.withLock { state in
            state.known[mailbox] = nil
            state.seen[mailbox] = nil
        }
    }

    private func names(in mailbox: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: address(of: mailbox))) ?? []
        return names.prefix(Self.maximumNames).sorted().filter { name in
            !name.hasPrefix(".") && !Self.partialEndings.contains { name.lowercased().hasSuffix($0) }
        }
    }

    /// The files that have become complete since the last look.
    private func arrivals(in mailbox: String) -> [MailboxBoard.Arrival] {
        let all = names(in: mailbox)
        return all.compactMap { name in
            guard !name.hasSuffix(Self.digestEnding) else { return nil }
            let path = "\(address(of: mailbox))/\(name)"
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int, size <= Self.maximumBytes
            else { return nil }
            let hasDigest = all.contains(name + Self.digestEnding)
            let modified = attributes[.modificationDate] as? Date ?? .distantPast
            guard isComplete(name, in: mailbox, size: size, modified: modified, hasDigest: hasDigest) else { return nil }
            return arrival(name, path, in: mailbox, hasDigest: hasDigest)
        }
    }

    /// Whether this look is the one at which the file has become complete.
    private func isComplete(_ name: String, in mailbox: String, size: Int, modified: Date, hasDigest: Bool) -> Bool {
        state.withLock { state in
            guard state.known[mailbox]?.contains(name) == false else { return false }
            let before = state.seen[mailbox]?[name]
            let isSame = before?.size == size && before?.modified == modified
            let looks = isSame ? (before?.looks ?? 0) + 1 : 1
            state.seen[mailbox, default: [:]][name] = Sight(size: size, modified: modified, looks: looks)
            guard looks >= (hasDigest ? 2 : Self.looksWithoutDigest) else { return false }
            state.known[mailbox]?.insert(name)
            state.seen[mailbox]?[name] = nil
            return true
        }
    }

    private func arrival(_ name: String, _ path: String, in mailbox: String, hasDigest: Bool) -> MailboxBoard.Arrival? {
        guard let content = FileManager.default.contents(atPath: path) else { return nil }
        var fields = HTTPFields()
        if let field = HTTPField.Name("File-Name") { fields[field] = name }
        fields[.contentType] = Self.mediaType(of: name)
        if hasDigest, let written = FileManager.default.contents(atPath: path + Self.digestEnding),
            let field = HTTPField.Name("Content-Digest")
        {
            fields[field] = Self.digestField(written)
        }
        return MailboxBoard.Arrival(
            method: "PUT", targetURI: "file:\(mailbox)/\(name)", fields: fields, body: [UInt8](content), receivedAt: clock.now(),
            peer: nil, remoteAddress: "the drop", medium: .file)
    }

    /// The first word of a `sha256sum` line as RFC 9530 writes digests; what is none stays and fails its check.
    private static func digestField(_ written: Data) -> String {
        let word = String(decoding: written.prefix(256), as: UTF8.self).prefix { !$0.isWhitespace }
        var bytes: [UInt8] = []
        var rest = word[...]
        while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return "sha-256=:\(Data(bytes).base64EncodedString()):"
    }

    private static func mediaType(of name: String) -> String {
        switch name.lowercased().split(separator: ".").last {
        case "csv": "text/csv"
        case "xml": "application/xml"
        case "json", "manifest": "application/json"
        case "pdf": "application/pdf"
        case "jws": "application/jose"
        default: "application/octet-stream"
        }
    }
}
