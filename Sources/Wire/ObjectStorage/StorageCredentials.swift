package import MessageSignatures

/// The access key that a store knows its client by. Never prints its secret.
package struct StorageCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names of the environment that hold them, as all tools for S3 have it.
    package static let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    /// What is read of a file, inclusive.
    package static let maximumBytes = 64 << 10

    let keys: AWSCredentials

    /// Credentials that are held already.
    package init(_ keys: AWSCredentials) { self.keys = keys }

    /// From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`. Throws `invalidCredentials`.
    package init(environment: [String: String]) throws(StorageError) {
        try self.init(values: environment, source: "the environment")
    }

    /// From a file of lines `NAME=value`, with the names of the environment in either case. Blank lines, comments (`#`) and section titles
    /// (`[default]`) are passed over, and a file with a second section, as of several profiles, is refused.
    ///
    /// Throws `invalidCredentials`, naming the line and never what is in it.
    package init(parsing file: [UInt8]) throws(StorageError) {
        guard file.count <= Self.maximumBytes, let text = String(validating: file, as: UTF8.self) else {
            throw .credentials("expected a file of lines NAME=value in UTF-8, of at most \(Self.maximumBytes) bytes")
        }
        var values: [String: String] = [:]
        var sections = 0
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                sections += 1
                guard sections == 1, values.isEmpty else {
                    throw .credentials("line \(index + 1) of the credentials begins another profile: expected a file with one")
                }
                continue
            }
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = halves[0].trimmed.uppercased()
            guard halves.count == 2, values[name] == nil else {
                throw .credentials("line \(index + 1) of the credentials: expected NAME=value, each name once")
            }
            values[name] = String(halves[1].trimmed)
        }
        try self.init(values: values, source: "the file")
    }

    private init(values: [String: String], source: String) throws(StorageError) {
        let found = Self.names.map { name in values[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let key = found[0], let secret = found[1] else {
            throw .credentials(
                "expected \(Self.names[0]) and \(Self.names[1]) in \(source), and \(Self.names[2]) for temporary credentials")
        }
        do throws(SignatureError) {
            keys = try AWSCredentials(accessKeyID: key, secretAccessKey: secret, sessionToken: found[2])
        } catch { throw .credentials(error.message) }
    }

    package var description: String { "StorageCredentials(\(keys.accessKeyID))" }
    package var debugDescription: String { description }
    /// The name of the key alone, for `dump` too.
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": keys.accessKeyID]) }
}

extension StringProtocol where SubSequence == Substring {
    /// Without white space at its ends.
    fileprivate var trimmed: Substring {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
