/// The name of a file in a drop, and how the two languages that libcurl speaks about paths want it spelt.
struct RemoteName: Sendable, Hashable {
    /// The path under which the file is to be found once it is whole.
    let path: String
    /// The path under which it is written: hidden, and the same at every attempt, so that an attempt that broke off leaves nothing behind.
    let temporaryPath: String

    /// Throws `unsupported` for anything but letters, digits, dots, hyphens and underscores, a leading dot, and more than 200 characters.
    init(_ name: String, in folder: String) throws(TransportError) {
        guard (1...200).contains(name.utf8.count), name.first != ".", name.first != "-", name.utf8.allSatisfy(FileDrop.isNameByte) else {
            throw .badFileName
        }
        path = "\(folder)/\(name)"
        temporaryPath = "\(folder)/.\(name).part"
    }

    /// In double quotes, for libcurl's commands.
    static func quoted(_ path: String) -> String {
        "\"\(path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// For a URL: all but unreserved characters and slashes percent-encoded (RFC 3986 §2.3).
    static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            if FileDrop.isNameByte(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "~") { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
