import HTTPTypes
import XMLDocuments

extension ObjectRequest {
    /// Stores an object (`PutObject`), with its SHA-256 for the store to compare.
    package static func put(
        _ bucket: Bucket, _ key: String, _ body: [UInt8], _ terms: PutTerms = PutTerms()
    ) throws(StorageError) -> ObjectRequest {
        var fields = checksum(body)
        fields[.contentType] = terms.contentType
        if terms.isNewOnly { fields[.ifNoneMatch] = "*" }
        if let retention = terms.retention {
            fields[.amzLockMode] = retention.mode.rawValue
            fields[.amzRetainUntil] = retention.untilText
        }
        if let hold = terms.legalHold { fields[.amzLegalHold] = hold.rawValue }
        return try ObjectRequest("s3:PutObject", "PUT", bucket, key: key, fields: fields, body: body)
    }

    /// Reads an object, the newest version or the one named (`GetObject`).
    package static func get(
        _ bucket: Bucket, _ key: String, version: String? = nil, limit: Int
    ) throws(StorageError) -> ObjectRequest {
        let action = version == nil ? "s3:GetObject" : "s3:GetObjectVersion"
        return try ObjectRequest(action, "GET", bucket, key: key, query: versioned(version), maximumAnswerBytes: limit)
    }

    /// What is known of an object, without its bytes (`HeadObject`).
    package static func head(_ bucket: Bucket, _ key: String, version: String? = nil) throws(StorageError) -> ObjectRequest {
        try ObjectRequest(version == nil ? "s3:GetObject" : "s3:GetObjectVersion", "HEAD", bucket, key: key, query: versioned(version))
    }

    /// Hides an object behind a delete marker; nothing of it is lost in a bucket with versions (`DeleteObject`).
    package static func hide(_ bucket: Bucket, _ key: String) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:DeleteObject", "DELETE", bucket, key: key)
    }

    /// Deletes one version for good, or a delete marker (`DeleteObject`).
    package static func delete(
        _ bucket: Bucket, _ key: String, version: String, governance: Governance = .respected
    ) throws(StorageError) -> ObjectRequest {
        try ObjectRequest(
            "s3:DeleteObjectVersion", "DELETE", bucket, key: key, query: versioned(version), fields: governance.fields)
    }

    /// Deletes up to 1000 versions, each judged by itself (`DeleteObjects`). Throws `invalidRequest` for none or more.
    package static func delete(
        _ bucket: Bucket, _ versions: [(key: String, version: String?)], governance: Governance = .respected
    ) throws(StorageError) -> ObjectRequest {
        guard (1...1000).contains(versions.count) else { throw .request("1 to 1000 versions are deleted at a time, not \(versions.count)") }
        let body = try StorageDocument.write("Delete") { (writer: inout XMLWriter) throws(XMLError) in
            for (key, version) in versions {
                try writer.start("Object")
                try writer.element("Key", text: key)
                if let version { try writer.element("VersionId", text: version) }
                try writer.end()
            }
        }
        return try ObjectRequest(
            "s3:DeleteObject", "POST", bucket, query: [("delete", "")], fields: document(body, governance), body: body)
    }

    /// Until when a version is kept (`GetObjectRetention`).
    package static func retention(_ bucket: Bucket, _ key: String, version: String? = nil) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:GetObjectRetention", "GET", bucket, key: key, query: [("retention", "")] + versioned(version))
    }

    /// Sets until when a version is kept (`PutObjectRetention`).
    package static func set(
        _ retention: Retention, _ bucket: Bucket, _ key: String, version: String? = nil, governance: Governance = .respected
    ) throws(StorageError) -> ObjectRequest {
        let body = try retention.document()
        return try ObjectRequest(
            "s3:PutObjectRetention", "PUT", bucket, key: key, query: [("retention", "")] + versioned(version),
            fields: document(body, governance), body: body)
    }

    /// Whether a version is held (`GetObjectLegalHold`).
    package static func legalHold(_ bucket: Bucket, _ key: String, version: String? = nil) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:GetObjectLegalHold", "GET", bucket, key: key, query: [("legal-hold", "")] + versioned(version))
    }

    /// Holds a version, or lets it go (`PutObjectLegalHold`).
    package static func set(
        _ hold: LegalHold, _ bucket: Bucket, _ key: String, version: String? = nil
    ) throws(StorageError) -> ObjectRequest {
        let body = try hold.document()
        return try ObjectRequest(
            "s3:PutObjectLegalHold", "PUT", bucket, key: key, query: [("legal-hold", "")] + versioned(version), fields: document(body),
            body: body)
    }

    private static func versioned(_ version: String?) -> [(String, String)] { version.map { [("versionId", $0)] } ?? [] }

    /// The fields of a request whose body is a document.
    static func document(_ body: [UInt8], _ governance: Governance = .respected) -> HTTPFields {
        var fields = checksum(body)
        fields[.contentType] = "application/xml"
        for field in governance.fields { fields[field.name] = field.value }
        return fields
    }
}
