import Crypto
package import Documents
package import HTTPTypes
import MessageSignatures
package import Transport

/// One request to a store, not yet signed: pure, the same values give the same bytes.
package struct ObjectRequest: Sendable, Hashable {
    /// A parameter of the query; an empty value is written as the name alone, which all stores know, and signed with its equals sign.
    package struct Parameter: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    /// The permission that it needs, as S3 names it: `s3:PutObject`.
    package let action: String
    package let method: String
    package let bucket: Bucket
    /// Nil for the bucket itself.
    package let key: String?
    /// Sorted by name; each name once.
    package let query: [Parameter]
    /// Without those of the signature, which come with `signed(by:at:timeout:)`.
    package private(set) var fields: HTTPFields
    /// Sent with its length, and covered by the signature.
    package let body: [UInt8]
    /// How many bytes of the answer's body are accepted, inclusive.
    package let maximumAnswerBytes: Int

    /// What is read of answers that are documents: a page of 1000 versions with keys of the greatest length has some 5 MB.
    static let maximumDocumentBytes = 16 << 20

    /// Throws `invalidRequest` for a key that is none.
    init(
        _ action: String, _ method: String, _ bucket: Bucket, key: String? = nil, query: [(String, String)] = [],
        fields: HTTPFields = HTTPFields(), body: [UInt8] = [], maximumAnswerBytes: Int = ObjectRequest.maximumDocumentBytes
    ) throws(StorageError) {
        if let key { try Self.check(key) }
        self.action = action
        self.method = method
        self.bucket = bucket
        self.key = key
        self.query = query.map { Parameter(name: $0.0, value: $0.1) }.sorted { $0.name < $1.name }
        self.fields = fields
        self.body = body
        self.maximumAnswerBytes = maximumAnswerBytes
    }

    /// What it does, for messages: never the query, which may hold a name out of a case file.
    var deed: String { "\(action.dropFirst(3)) in \(bucket)" }

    /// As it goes on the wire and is signed.
    package var url: String {
        let parameters = query.map { AWSEncoding.encode($0.name) + ($0.value.isEmpty ? "" : "=" + AWSEncoding.encode($0.value)) }
        return bucket.url(key: key, query: parameters.joined(separator: "&"))
    }

    /// With another field, or another value of one.
    package func setting(_ name: HTTPField.Name, _ value: String) -> ObjectRequest {
        var copy = self
        copy.fields[name] = value
        return copy
    }

    /// The request to be sent, with the SHA-256 of its body in `x-amz-content-sha256` and covered by the signature like every field.
    ///
    /// Throws `invalidRequest` where there is no one canonical form.
    package func signed(
        by credentials: StorageCredentials, at time: Timestamp, timeout: Duration
    ) throws(StorageError) -> OutgoingRequest {
        var all = fields
        do throws(SignatureError) {
            let payload = AWSRequest.Payload.sha256(Array(SHA256.hash(data: body)))
            let request = try AWSRequest(method: method, targetURI: url, fields: fields, payload: payload)
            let added = try AWSSignature.sign(request, scope: bucket.scope, credentials: credentials.keys, at: time).fields
            for field in added { all[field.name] = field.value }
        } catch { throw .signature(error) }
        return OutgoingRequest(
            method: method, url: url, fields: all, body: body, timeout: timeout, maximumBodyBytes: maximumAnswerBytes)
    }

    /// 1 to 1024 bytes; without control characters, which no XML can list, and without `.` and `..` as parts, which programs on the way
    /// take out (Amazon S3 User Guide, "Naming Amazon S3 objects").
    private static func check(_ key: String) throws(StorageError) {
        guard (1...1024).contains(key.utf8.count) else { throw .request("a key has 1 to 1024 bytes, not \(key.utf8.count)") }
        guard
            !key.unicodeScalars.contains(where: { $0.value < 32 || (127..<160).contains($0.value) || [0xFFFE, 0xFFFF].contains($0.value) })
        else { throw .request("a key has no control characters") }
        guard !key.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw .request("`.` and `..` are no parts of a key")
        }
    }

    /// The digest that lets the store see that it got what was sent, and that locks and bulk deletion ask for: as a field, and its kind.
    static func checksum(_ body: [UInt8]) -> HTTPFields {
        [
            .amzChecksumAlgorithm: "SHA256",
            .amzChecksumSHA256: Base64Alphabet.standard.encode(Array(SHA256.hash(data: body))),
        ]
    }
}
