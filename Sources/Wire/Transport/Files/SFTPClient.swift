import CCurl
import Foundation

/// What became of a file at a drop.
package enum FileReceipt: String, Sendable, Hashable {
    /// It was written and renamed now.
    case stored
    /// An earlier attempt had stored the same bytes under this name.
    case alreadyThere
}

/// Puts files into one drop by SFTP with a public key, each on a connection of its own, and talks to no server but the one whose host key
/// was agreed.
package struct SFTPClient: Sendable {
    /// Larger files are not uploaded.
    package static let maximumFileBytes = 1 << 30

    private let drop: FileDrop
    private let timeout: Duration

    /// `timeout` spans one upload, and once more the look whether the file is there already.
    package init(drop: FileDrop, timeout: Duration = .seconds(300)) {
        self.drop = drop
        self.timeout = timeout
    }

    /// Writes under a temporary name and renames when all bytes are written: under `name` there is the whole file or none.
    ///
    /// Doing it again changes nothing. Throws `fileDiffers` when other bytes are there under this name: a file that was handed over is
    /// never replaced.
    package func put(_ bytes: [UInt8], as name: String) async throws(TransportError) -> FileReceipt {
        guard bytes.count <= SFTPClient.maximumFileBytes else { throw .badFile("it has more than \(SFTPClient.maximumFileBytes) bytes") }
        guard FileManager.default.isReadableFile(atPath: drop.privateKeyFile) else {
            throw .badServer("the file of the private key for it cannot be read")
        }
        let remote = try RemoteName(name, in: drop.folder)
        if try await isThere(bytes, remote) { return .alreadyThere }
        let (drop, timeout) = (drop, timeout)
        let outcome = try await LoneTransfer.run(upload: bytes) { (easy: inout CurlEasy) throws(TransportError) in
            try easy.configure(drop, path: remote.temporaryPath, timeout: timeout)
            try easy.set(CURLOPT_UPLOAD, 1)
            try easy.set(CURLOPT_INFILESIZE_LARGE, offset: bytes.count)
            try easy.set(CURLOPT_NEW_FILE_PERMS, 0o640)
            let move = "rename \(RemoteName.quoted(remote.temporaryPath)) \(RemoteName.quoted(remote.path))"
            try easy.set(CURLOPT_POSTQUOTE, list: [move])
        }
        guard outcome.code == CURLE_OK else { throw .fileFailure(outcome, drop: drop, timeout: timeout) }
        return .stored
    }

    /// Whether the same bytes are there under the name; a drop that may be written and not read counts as empty.
    private func isThere(_ bytes: [UInt8], _ remote: RemoteName) async throws(TransportError) -> Bool {
        let (drop, timeout) = (drop, timeout)
        let outcome = try await LoneTransfer.run(maximumContentBytes: bytes.count) { (easy: inout CurlEasy) throws(TransportError) in
            try easy.configure(drop, path: remote.path, timeout: timeout)
        }
        if outcome.isTooLarge { throw .otherFile(drop: drop) }
        switch outcome.code {
        case CURLE_OK where outcome.content == bytes: return true
        case CURLE_OK: throw .otherFile(drop: drop)
        case CURLE_REMOTE_FILE_NOT_FOUND, CURLE_REMOTE_ACCESS_DENIED: return false
        default: throw .fileFailure(outcome, drop: drop, timeout: timeout)
        }
    }
}

extension CurlEasy {
    fileprivate mutating func configure(_ drop: FileDrop, path: String, timeout: Duration) throws(TransportError) {
        try confine(to: "sftp", url: "sftp://\(drop.origin)\(RemoteName.encoded(path))", timeout: timeout)
        try set(CURLOPT_USERNAME, drop.user)
        try set(CURLOPT_SSH_AUTH_TYPES, 1)  // CURLSSH_AUTH_PUBLICKEY
        try set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, drop.hostKeyDigest)
        try set(CURLOPT_SSH_PRIVATE_KEYFILE, drop.privateKeyFile)
        try set(CURLOPT_SSH_PUBLIC_KEYFILE, "")
    }
}
