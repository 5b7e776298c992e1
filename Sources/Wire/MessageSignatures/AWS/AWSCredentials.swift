import Crypto
import Documents

/// Who signs for AWS: an access key, its secret and, for temporary ones, the session token. Never prints the secret or the token.
package struct AWSCredentials: Sendable {
    /// The public name of the key, e.g. `AKIAIOSFODNN7EXAMPLE`.
    package let accessKeyID: String
    let secretAccessKey: String
    /// Goes along as `X-Amz-Security-Token`; nil for long-lived keys.
    let sessionToken: String?

    /// Throws `cannotSign` when a part is empty, or is not visible ASCII, or the name has a slash or comma: those would cut the
    /// `Authorization` field elsewhere.
    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) throws(SignatureError) {
        guard AWSScope.isName(accessKeyID) else {
            throw SignatureError(.cannotSign, "expected an access key ID in visible ASCII without slash or comma")
        }
        for part in [secretAccessKey, sessionToken ?? "-"] where part.isEmpty || !part.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            throw SignatureError(.cannotSign, "expected the secret and the session token of \(accessKeyID) in visible ASCII, not empty")
        }
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// The key for one day, region and service: four HMACs, each keyed with the one before.
    func signingKey(scope: AWSScope, time: AWSTime) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8))
        for part in [time.day, scope.region, scope.service, AWSScope.terminator] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return key
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "AWSCredentials(\(accessKeyID))" }
    package var debugDescription: String { description }
    /// `dump` and string interpolation of what holds these find nothing else.
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}

/// Where a signature holds: the region and the service, whose name also decides how paths are written.
package struct AWSScope: Sendable, Hashable {
    /// E.g. `us-east-1`.
    package let region: String
    /// The service's signing name, e.g. `s3`, `execute-api`.
    package let service: String

    static let terminator = "aws4_request"

    /// Throws `cannotSign` for names that are empty, not visible ASCII, or have a slash or comma.
    package init(region: String, service: String) throws(SignatureError) {
        for name in [region, service] where !Self.isName(name) {
            throw SignatureError(
                .cannotSign, "expected region and service in visible ASCII without slash or comma, got \(name.debugDescription)")
        }
        self.region = region
        self.service = service
    }

    /// S3 and its kin take the object's key as it is: encoded once, `//` and `..` kept. All other services normalize and encode again.
    var isStorage: Bool { ["s3", "s3-object-lambda", "s3-outposts", "s3express"].contains(service) }

    func credentialScope(_ time: AWSTime) -> String { "\(time.day)/\(region)/\(service)/\(Self.terminator)" }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ",") }
    }
}

/// A time as the signature writes it, in UTC and whole seconds.
struct AWSTime: Sendable, Hashable {
    /// `20130524T000000Z`.
    let text: String
    /// `20130524`.
    var day: String { String(text.prefix(8)) }

    init(_ time: Timestamp) {
        text = time.description.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
