import HTTPTypes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An outgoing request that was checked and is spelt as libcurl wants it.
struct RequestPlan: Sendable {
    /// Which of libcurl's ways of framing a request fits.
    enum Framing: Sendable, Hashable {
        /// No content, no `Content-Length`.
        case empty
        /// As `empty`, and the answer has no content whatever its `Content-Length`.
        case head
        /// `Content-Length` and content, which may be of no bytes.
        case content
    }

    let request: OutgoingRequest
    /// Host and port as written in the URL, for messages.
    let origin: String
    let framing: Framing
    /// `Name: value`, `Name;` for an empty value, `Name:` for a field that libcurl would otherwise add.
    let fieldLines: [String]
    /// `1.2.3.4` or `[::1]`.
    let destination: String?
    /// At least 1.
    let timeoutMilliseconds: Int
    /// At least 1, at most `timeoutMilliseconds`.
    let connectTimeoutMilliseconds: Int

    /// Throws `unsupported` and says what of the request cannot be sent.
    init(_ request: OutgoingRequest) throws(TransportError) {
        self.request = request
        guard RequestPlan.isToken(request.method) else { throw .badMethod }
        origin = try RequestPlan.origin(of: request.url)
        framing = RequestPlan.framing(method: request.method, body: request.body)
        fieldLines = try RequestPlan.lines(request.fields, body: request.body, framing: framing)
        destination = try request.pinnedAddress.map(RequestPlan.bracketed)
        if let local = request.localAddress, RequestPlan.family(of: local) == nil { throw .badAddress(local) }
        let connectTimeout = request.connectTimeout ?? request.timeout
        guard request.timeout > .zero, connectTimeout > .zero else { throw .badTimeout }
        timeoutMilliseconds = RequestPlan.milliseconds(request.timeout)
        connectTimeoutMilliseconds = min(RequestPlan.milliseconds(connectTimeout), timeoutMilliseconds)
    }

    /// At least 1, at most what libcurl takes.
    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        // Whole seconds first: far beyond what libcurl takes, milliseconds have no room.
        let limit = Int(Int32.max)
        return seconds > limit / 1000 ? limit : min(limit, max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
    }

    /// RFC 9110 §5.6.2.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// `host:port` of an absolute http or https URI without credentials (RFC 9110 §4.2).
    static func origin(of url: String) throws(TransportError) -> String {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badURL("it has a character that needs percent-encoding") }
        guard let colon = url.firstRange(of: "://") else { throw .badURL("it is not absolute") }
        let scheme = url[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .badURL("its scheme is neither http nor https") }
        let authority = url[colon.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .badURL("it carries credentials (RFC 9110 §4.2.4)") }
        guard !authority.isEmpty, !authority.hasPrefix(":") else { throw .badURL("it has no host") }
        let afterHost = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority[...]
        return afterHost.contains(":") ? String(authority) : "\(authority):\(scheme == "https" ? 443 : 80)"
    }

    /// Methods that define content get a `Content-Length` even when it is 0 (RFC 9110 §8.6).
    private static func framing(method: String, body: [UInt8]) -> Framing {
        if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) { return .content }
        return method == "HEAD" ? .head : .empty
    }

    private static func lines(_ fields: HTTPFields, body: [UInt8], framing: Framing) throws(TransportError) -> [String] {
        var lines: [String] = []
        for field in fields {
            switch field.name {
            case .contentLength where field.value == String(body.count): continue
            case .contentLength, .transferEncoding, .connection: throw .framingField(field.name.rawName)
            default: lines.append(field.value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(field.value)")
            }
        }
        if fields[.accept] == nil { lines.append("Accept:") }
        if fields[.expect] == nil { lines.append("Expect:") }
        if framing == .content, fields[.contentType] == nil { lines.append("Content-Type:") }
        return lines
    }

    private static func bracketed(_ address: String) throws(TransportError) -> String {
        switch family(of: address) {
        case AF_INET: address
        case AF_INET6: "[\(address)]"
        default: throw .badAddress(address)
        }
    }

    /// `AF_INET`, `AF_INET6`, or nil when the text is not an IP address.
    private static func family(of address: String) -> Int32? {
        var storage = in6_addr()
        for family in [AF_INET, AF_INET6] where unsafe inet_pton(family, address, &storage) == 1 { return family }
        return nil
    }
}
