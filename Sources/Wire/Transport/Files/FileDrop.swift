/// A folder on an SFTP server, how the server is known, and the key by which it knows us. The key stays in its file.
package struct FileDrop: Sendable, Hashable, CustomStringConvertible {
    package let host: String
    /// 1…65535.
    package let port: Int
    package let user: String
    /// SHA-256 of the server's host key, base64 without padding, as `ssh-keygen -l` prints it after `SHA256:`.
    package let hostKeyDigest: String
    /// The path of the private key, unencrypted, on this machine.
    package let privateKeyFile: String
    /// Absolute, as the server sees it; exists.
    package let folder: String

    /// Throws `unsupported` for what could be read as something else than a name: control characters, relative folders, `..`.
    package init(
        host: String, port: Int, user: String, hostKeyDigest: String, privateKeyFile: String, folder: String
    ) throws(TransportError) {
        guard MailAddress.isHostName(host[...]), (1...65_535).contains(port) else { throw .badServer("its host or port cannot be one") }
        guard (1...32).contains(user.utf8.count), user.utf8.allSatisfy(FileDrop.isNameByte), user.first != "-" else {
            throw .badServer("the user's name has other characters than letters, digits, dot, hyphen and underscore")
        }
        let digest = hostKeyDigest.hasPrefix("SHA256:") ? String(hostKeyDigest.dropFirst(7)) : hostKeyDigest
        guard digest.utf8.count == 43, digest.utf8.allSatisfy({ FileDrop.isNameByte($0) || "+/".utf8.contains($0) }) else {
            throw .badServer("the digest of its host key is not the 43 characters of a SHA-256 in base64")
        }
        guard folder.hasPrefix("/"), folder.utf8.count <= 1024, folder.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            !folder.split(separator: "/").contains(where: { $0 == ".." || $0 == "." || $0 == "~" })
        else { throw .badServer("its folder is not an absolute path of printable ASCII without dots") }
        self.host = host
        self.port = port
        self.user = user
        self.hostKeyDigest = digest
        self.privateKeyFile = privateKeyFile
        self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// `host:port`, for messages.
    package var origin: String { "\(host):\(port)" }
    package var description: String { "FileDrop(\(user)@\(origin))" }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "._-".utf8.contains(byte)
        }
    }
}
