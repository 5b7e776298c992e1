import Crypto
package import HTTPTypes

/// A request as far as Signature Version 4 sees it.
package struct AWSRequest: Sendable {
    /// What the signature says of the body: the value of `x-amz-content-sha256`.
    package enum Payload: Sendable, Hashable {
        /// The whole body, to be hashed.
        case bytes([UInt8])
        /// SHA-256 of a body that is not in memory: 32 bytes.
        case sha256([UInt8])
        /// Not covered; for connections whose TLS protects the body.
        case unsigned

        static let unsignedText = "UNSIGNED-PAYLOAD"

        func text() throws(SignatureError) -> String {
            switch self {
            case .bytes(let body): return hex(SHA256.hash(data: body))
            case .sha256(let digest):
                guard digest.count == SHA256.byteCount else {
                    throw SignatureError(.malformed, "expected a SHA-256 of 32 bytes, got \(digest.count)")
                }
                return hex(digest)
            case .unsigned: return Self.unsignedText
            }
        }
    }

    let method: String
    let target: TargetURI
    let fields: HTTPFields
    let payload: Payload

    /// Fields that programs on the way add or change, or that carry the signature itself: never covered.
    static let uncovered: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    /// - Parameters:
    ///   - method: as sent, e.g. `PUT`.
    ///   - targetURI: absolute and percent-encoded, exactly as it goes on the wire.
    ///   - fields: those that shall be covered, in the order sent; `Host` is added from the URI where it is not among them.
    ///
    /// Throws `malformed` for URIs that are not absolute `http` or `https`, or have a fragment, user information or foreign characters.
    package init(method: String, targetURI: String, fields: HTTPFields = [:], payload: Payload = .bytes([])) throws(SignatureError) {
        guard let target = TargetURI(targetURI) else {
            throw SignatureError(
                .malformed, "expected an absolute http or https URI without fragment or user information, in visible ASCII")
        }
        self.method = method
        self.target = target
        self.fields = fields
        self.payload = payload
    }

    init(_ request: AWSRequest, fields: HTTPFields) {
        (method, target, payload) = (request.method, request.target, request.payload)
        self.fields = fields
    }

    init(_ request: AWSRequest, target: TargetURI) {
        (method, fields, payload) = (request.method, request.fields, request.payload)
        self.target = target
    }

    /// Path as the scope's service has it signed.
    func canonicalPath(_ scope: AWSScope) throws(SignatureError) -> String {
        if scope.isStorage {
            return AWSEncoding.encode(try AWSEncoding.decode(target.path.utf8, plusIsSpace: false), keepingSlash: true)
        }
        return AWSEncoding.encode(AWSEncoding.normalized(path: target.path).utf8, keepingSlash: true)
    }

    /// Names and values encoded anew, sorted as encoded: by name, then by value.
    func canonicalQuery() throws(SignatureError) -> String {
        var pairs: [(name: String, value: String)] = []
        for part in (target.query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = AWSEncoding.encode(try AWSEncoding.decode(halves[0], plusIsSpace: true))
            let value = halves.count == 2 ? AWSEncoding.encode(try AWSEncoding.decode(halves[1], plusIsSpace: true)) : ""
            pairs.append((name, value))
        }
        return pairs.sorted { $0 < $1 }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The covered fields in order of their names in small letters; lines of one name joined by a comma.
    func canonicalFields() -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for field in fields where !Self.uncovered.contains(field.name.canonicalName) {
            values[field.name.canonicalName, default: []].append(Self.collapsed(field.value))
        }
        if values["host"] == nil { values["host"] = [target.authority] }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    /// Without white space at the ends, and one space wherever some stood within, in quotes too.
    private static func collapsed(_ value: String) -> String {
        value.utf8.split { [0x09, 0x0A, 0x0D, 0x20].contains($0) }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}

/// In small letters, as all hashes of the signature are written.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
