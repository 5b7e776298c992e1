import Crypto
package import Documents
package import HTTPTypes

/// Signature Version 4 of AWS over one request, by header or within the URL (AWS General Reference, "Signing AWS API requests").
///
/// Pure: the time comes from the caller. The request must go out with the very URI and fields that were signed.
package struct AWSSignature: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"
    /// The longest that a presigned URL may live: seven days.
    package static let maximumLifetime = Duration.seconds(604_800)

    /// What was hashed, line by line: shows a service's refusal (`SignatureDoesNotMatch`) where the two differ. Has no secret in it, but
    /// the session token where there is one.
    package let canonicalRequest: String
    /// What the key signed.
    package let stringToSign: String
    /// 64 hexadecimal digits.
    package let signature: String
    /// Names of the covered fields, sorted, joined by semicolons.
    package let signedHeaders: String

    private init(
        _ request: AWSRequest, payload: String, scope: AWSScope, time: AWSTime, credentials: AWSCredentials
    ) throws(SignatureError) {
        guard HTTPRequest.Method(request.method) != nil else {
            throw SignatureError(.malformed, "expected an HTTP method, got \(request.method.debugDescription)")
        }
        let fields = request.canonicalFields()
        signedHeaders = fields.map(\.name).joined(separator: ";")
        canonicalRequest = [
            request.method, try request.canonicalPath(scope), try request.canonicalQuery(),
            fields.map { "\($0.name):\($0.value)\n" }.joined(), signedHeaders, payload,
        ].joined(separator: "\n")
        stringToSign = [
            Self.algorithm, time.text, scope.credentialScope(time), hex(SHA256.hash(data: Array(canonicalRequest.utf8))),
        ].joined(separator: "\n")
        let key = credentials.signingKey(scope: scope, time: time)
        signature = hex(HMAC<SHA256>.authenticationCode(for: Array(stringToSign.utf8), using: key))
    }

    /// Signs by the `Authorization` field.
    ///
    /// Returns the fields to set in the request, replacing any of these names: `x-amz-date`, `authorization`, for S3 and for unsigned payloads
    /// `x-amz-content-sha256`, with temporary credentials `x-amz-security-token`. All fields of the request are covered but those that
    /// change on the way (`user-agent`, `expect`, …). Throws `malformed` for a request that has no one canonical form.
    package static func sign(
        _ request: AWSRequest, scope: AWSScope, credentials: AWSCredentials, at time: Timestamp
    ) throws(SignatureError) -> (fields: HTTPFields, signature: AWSSignature) {
        let (time, payload) = (AWSTime(time), try request.payload.text())
        var added: HTTPFields = [.amzDate: time.text]
        if scope.isStorage || request.payload == .unsigned || request.fields[.amzContentSHA256] != nil {
            added[.amzContentSHA256] = payload
        }
        if let token = credentials.sessionToken { added[.amzSecurityToken] = token }
        var fields = request.fields
        for field in added { fields[field.name] = field.value }
        let signature = try AWSSignature(
            AWSRequest(request, fields: fields), payload: payload, scope: scope, time: time, credentials: credentials)
        let credential = "\(credentials.accessKeyID)/\(scope.credentialScope(time))"
        added[.authorization] =
            "\(algorithm) Credential=\(credential), SignedHeaders=\(signature.signedHeaders), Signature=\(signature.signature)"
        return (added, signature)
    }

    /// Signs by the query: whoever has the URL may make this request until it expires, without any key.
    ///
    /// For S3 the payload is not covered. `lifetime` is from 1 second to seven days, in whole seconds. Fields of the request are covered and
    /// must be sent along. Throws `malformed` for other lifetimes, and for a query that already has `X-Amz-` parameters of a signature.
    package static func presign(
        _ request: AWSRequest, scope: AWSScope, credentials: AWSCredentials, at time: Timestamp, lifetime: Duration
    ) throws(SignatureError) -> (url: String, signature: AWSSignature) {
        guard lifetime >= .seconds(1), lifetime <= maximumLifetime, lifetime.components.attoseconds == 0 else {
            throw SignatureError(.malformed, "expected a lifetime of 1 to 604800 whole seconds, got \(lifetime)")
        }
        let time = AWSTime(time)
        let covered = request.canonicalFields().map(\.name).joined(separator: ";")
        var parameters = [
            ("X-Amz-Algorithm", algorithm), ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.credentialScope(time))"),
            ("X-Amz-Date", time.text), ("X-Amz-Expires", String(lifetime.components.seconds)), ("X-Amz-SignedHeaders", covered),
        ]
        if let token = credentials.sessionToken { parameters.append(("X-Amz-Security-Token", token)) }
        let taken = Set(try request.canonicalQuery().split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() })
        if let twice = (parameters.map(\.0) + ["X-Amz-Signature"]).first(where: { taken.contains($0.lowercased()) }) {
            throw SignatureError(.malformed, "the URI's query already has \(twice): presign the URI without its former signature")
        }
        let query = parameters.map { "\($0.0)=\(AWSEncoding.encode($0.1))" }.joined(separator: "&")
        let joint = request.target.query.map { $0.isEmpty ? "" : "&" } ?? "?"
        guard let target = TargetURI(request.target.written + joint + query) else {
            throw SignatureError(.malformed, "the URI does not take a query")
        }
        let payload = scope.isStorage ? AWSRequest.Payload.unsignedText : try request.payload.text()
        let signature = try AWSSignature(
            AWSRequest(request, target: target), payload: payload, scope: scope, time: time, credentials: credentials)
        return ("\(target.written)&X-Amz-Signature=\(signature.signature)", signature)
    }
}

extension HTTPField.Name {
    fileprivate static var amzDate: Self { name("x-amz-date") }
    fileprivate static var amzContentSHA256: Self { name("x-amz-content-sha256") }
    fileprivate static var amzSecurityToken: Self { name("x-amz-security-token") }

    /// A literal that is a field name.
    private static func name(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no field name") }
        return name
    }
}
