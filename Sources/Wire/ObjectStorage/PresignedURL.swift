package import Documents
import MessageSignatures

/// A URL with which whoever has it may read one object for a while, without any key. Prints itself without what gives that right.
package struct PresignedURL: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The longest that one may live.
    package static let maximumLifetime = Duration.seconds(900)

    /// The whole URL: a bearer of rights, for the answer to the one who asked and for no log.
    package let text: String

    package var description: String { "\(text.prefix { $0 != "?" })?…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }

    init(
        _ request: ObjectRequest, credentials: StorageCredentials, at time: Timestamp, lifetime: Duration
    ) throws(StorageError) {
        guard lifetime >= .seconds(1), lifetime <= Self.maximumLifetime, lifetime.components.attoseconds == 0 else {
            throw .request("a signed URL lives 1 to \(Self.maximumLifetime.components.seconds) whole seconds, not \(lifetime)")
        }
        do throws(SignatureError) {
            let plain = try AWSRequest(method: request.method, targetURI: request.url)
            text = try AWSSignature.presign(
                plain, scope: request.bucket.scope, credentials: credentials.keys, at: time, lifetime: lifetime
            ).url
        } catch { throw .signature(error) }
    }
}

extension ObjectRequest {
    /// A URL that reads an object, or one version of it, and nothing else (`GetObject`).
    ///
    /// - Parameters:
    ///   - lifetime: 1 second to 15 minutes, in whole seconds.
    ///   - disposition: what the answer's `Content-Disposition` shall be, so that a browser saves the file under its name.
    ///
    /// Throws `invalidRequest` for other lifetimes and for keys that are none.
    package static func lent(
        _ bucket: Bucket, _ key: String, version: String? = nil, disposition: String? = nil, by credentials: StorageCredentials,
        at time: Timestamp, lifetime: Duration
    ) throws(StorageError) -> PresignedURL {
        var query: [(String, String)] = []
        if let version { query.append(("versionId", version)) }
        if let disposition { query.append(("response-content-disposition", disposition)) }
        let request = try ObjectRequest("s3:GetObject", "GET", bucket, key: key, query: query)
        return try PresignedURL(request, credentials: credentials, at: time, lifetime: lifetime)
    }
}
