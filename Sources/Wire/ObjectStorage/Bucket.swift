import MessageSignatures

/// Where the objects of one bucket are: the store's endpoint, the region that requests are signed for, and the bucket's name.
package struct Bucket: Sendable, Hashable, CustomStringConvertible {
    /// Where the bucket's name stands in a URL (Amazon S3 User Guide, "Virtual hosting of general purpose buckets").
    package enum Addressing: String, Sendable, Hashable, CaseIterable {
        /// `https://s3.example/name/key`
        case path
        /// `https://name.s3.example/key`
        case host
    }

    /// Whether requests may go without TLS.
    package enum Connections: Sendable, Hashable, CaseIterable {
        case encrypted
        /// For tests and stores on the same machine: keys and objects can be read and altered on the way.
        case plainAllowed
    }

    /// Scheme, host and port of the store, without the bucket: `https://s3.eu-west-1.amazonaws.com`.
    package let endpoint: String
    package let name: String
    package let addressing: Addressing
    let scope: AWSScope

    /// E.g. `eu-west-1`.
    package var region: String { scope.region }
    package var description: String { "\(name) at \(endpoint)" }

    /// - Parameter endpoint: `https://host` or with a port; `http` where `connections` allow it.
    ///
    /// Throws `invalidAddress`.
    package init(
        endpoint: String, name: String, region: String, addressing: Addressing, connections: Connections = .encrypted
    ) throws(StorageError) {
        let address = try Endpoint(endpoint, connections: connections)
        guard address.path.isEmpty else { throw .address("expected an endpoint without a path") }
        try self.init(address, name: name, region: region, addressing: addressing)
    }

    /// A bucket by its own URL: with a path, the path is its name; without one, the name is the first label of the host.
    ///
    /// - Parameter region: nil takes it from a host of Amazon's (`s3.eu-west-1.amazonaws.com`), else `us-east-1`, which other stores
    ///   expect or do not look at.
    ///
    /// Throws `invalidAddress`.
    package init(url: String, region: String? = nil, connections: Connections = .encrypted) throws(StorageError) {
        var address = try Endpoint(url, connections: connections)
        let isPath = !address.path.isEmpty
        let named = try isPath ? address.path : address.takeFirstLabel()
        try self.init(
            address, name: named, region: region ?? address.region ?? "us-east-1", addressing: isPath ? .path : .host)
    }

    private init(_ address: Endpoint, name: String, region: String, addressing: Addressing) throws(StorageError) {
        guard Bucket.isName(name) else {
            throw .address("a bucket's name has 3 to 63 of a-z, 0-9, dot and hyphen, with a letter or digit at both ends")
        }
        if addressing == .host, name.utf8.contains(UInt8(ascii: ".")), address.scheme == "https" {
            throw .address("no certificate covers a bucket with a dot in its name before the host: write it as the path")
        }
        do throws(SignatureError) {
            scope = try AWSScope(region: region, service: "s3")
        } catch { throw .address(error.message) }
        endpoint = address.text
        self.name = name
        self.addressing = addressing
    }

    /// Another bucket of the same store. Throws `invalidAddress` for a name that is none.
    package func sibling(named name: String) throws(StorageError) -> Bucket {
        try Bucket(endpoint: endpoint, name: name, region: region, addressing: addressing, connections: .plainAllowed)
    }

    /// The absolute URL of an object, or of the bucket itself, with its query as it goes on the wire.
    func url(key: String?, query: String) -> String {
        let path = key.map { AWSEncoding.encode($0.utf8, keepingSlash: true) }
        let base =
            switch addressing {
            case .path: endpoint + "/" + name + (path.map { "/" + $0 } ?? "")
            case .host: endpoint.replacingScheme { $0 + name + "." } + "/" + (path ?? "")
            }
        return base + (query.isEmpty ? "" : "?" + query)
    }

    /// Amazon S3 User Guide, "General purpose bucket naming rules".
    private static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && !name.contains("..")
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }
}

extension String {
    /// The URL with what `change` makes of its scheme and `://`.
    fileprivate func replacingScheme(_ change: (String) -> String) -> String {
        guard let mark = firstRange(of: "://") else { return self }
        return change(String(self[..<mark.upperBound])) + self[mark.upperBound...]
    }
}
