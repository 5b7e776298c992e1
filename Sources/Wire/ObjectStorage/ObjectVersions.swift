import MessageSignatures
import XMLDocuments

/// A page of the versions in a bucket, delete markers among them (`ListObjectVersions`).
package struct ObjectVersions: Sendable, Hashable {
    /// Where the next page begins: behind this version of this key.
    package struct Marker: Sendable, Hashable {
        package let key: String
        package let version: String?

        package init(key: String, version: String?) {
            self.key = key
            self.version = version
        }
    }

    /// In the store's order: by key, and the newest of a key first.
    package let versions: [ObjectVersion]
    /// Nil for the last page.
    package let next: Marker?

    /// Throws `unreadableAnswer` for anything that is no such page.
    package init(parsing body: [UInt8]) throws(StorageError) {
        let root = try StorageDocument.read(body, limit: ObjectRequest.maximumDocumentBytes, named: "ListVersionsResult")
        let isEncoded = root.text(of: "EncodingType") == "url"
        var versions: [ObjectVersion] = []
        for element in root.children where element.name == "Version" || element.name == "DeleteMarker" {
            versions.append(try ObjectVersion(element, isKeyEncoded: isEncoded))
        }
        self.versions = versions
        switch root.text(of: "IsTruncated") {
        case "false": next = nil
        case "true":
            guard let key = root.text(of: "NextKeyMarker"), !key.isEmpty else {
                throw .unreadable("there are more versions, and no NextKeyMarker says where")
            }
            let version = root.text(of: "NextVersionIdMarker").flatMap { $0.isEmpty ? nil : $0 }
            next = Marker(key: try isEncoded ? Self.decoded(key) : key, version: version)
        default: throw .unreadable("expected IsTruncated as true or false")
        }
    }

    /// A key as S3 encodes it in answers: as in forms, a space as a plus sign.
    static func decoded(_ text: String) throws(StorageError) -> String {
        do throws(SignatureError) {
            if let key = String(validating: try AWSEncoding.decode(text.utf8, plusIsSpace: true), as: UTF8.self) { return key }
        } catch { throw .unreadable("a key is not percent-encoded") }
        throw .unreadable("a key is not UTF-8")
    }
}
