/// The address of a store as it is written in a URL, taken apart.
struct Endpoint {
    /// `http` or `https`.
    let scheme: String
    /// Host, in small letters, with a port that is not the scheme's own.
    private(set) var authority: String
    /// Without slashes at its ends; empty for none.
    let path: String

    var text: String { "\(scheme)://\(authority)" }

    /// Throws `invalidAddress` for anything but a scheme, a host and a path of at most one name; messages repeat nothing of it, since people
    /// paste URLs with secrets in them.
    init(_ url: String, connections: Bucket.Connections) throws(StorageError) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let mark = url.firstRange(of: "://") else {
            throw .address("expected https://HOST/BUCKET")
        }
        scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .address("expected https://, and no other scheme") }
        if scheme == "http", connections == .encrypted {
            throw .address("http:// lets everybody on the way read and alter objects: use https://, or allow plain HTTP for a test")
        }
        let rest = url[mark.upperBound...]
        guard !rest.contains(where: { "@?#\\".contains($0) }) else {
            throw .address("expected neither user, query nor fragment: credentials come from the environment or a file")
        }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        let segments = rest[end...].split(separator: "/")
        guard segments.count <= 1 else { throw .address("expected one name as the path, the bucket's") }
        path = segments.first.map(String.init) ?? ""
        let host = rest[..<end].lowercased()
        let standard = scheme == "https" ? ":443" : ":80"
        authority = host.hasSuffix(standard) ? String(host.dropLast(standard.count)) : host
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.hasPrefix(".") else { throw .address("expected a host") }
    }

    /// Takes the bucket's name off the host. Throws `invalidAddress` where nothing would be left of it.
    mutating func takeFirstLabel() throws(StorageError) -> String {
        let labels = authority.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isNumeric = authority.prefix { $0 != ":" }.allSatisfy { $0.isNumber || $0 == "." } || authority.hasPrefix("[")
        guard labels.count == 2, labels[1].contains("."), !isNumeric else {
            throw .address("expected the bucket's name as the path (https://HOST/BUCKET), or as the first label of the host")
        }
        authority = String(labels[1])
        return String(labels[0])
    }

    /// Of a host of Amazon's; nil for other hosts, and for the one that serves all regions.
    var region: String? {
        let labels = authority.prefix { $0 != ":" }.split(separator: ".")
        guard labels.count >= 4, labels[0] == "s3" || labels[0] == "s3-fips", labels.contains("amazonaws") else { return nil }
        return labels[1] == "dualstack" ? String(labels[2]) : String(labels[1])
    }
}
