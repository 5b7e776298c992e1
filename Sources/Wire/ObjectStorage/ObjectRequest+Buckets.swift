import HTTPTypes
import XMLDocuments

extension ObjectRequest {
    /// Makes the bucket, with Object Lock and versions where `lock` says so (`CreateBucket`).
    package static func create(_ bucket: Bucket, lock: BucketLock) throws(StorageError) -> ObjectRequest {
        // The oldest region has no constraint, and refuses its own name as one.
        var body: [UInt8] = []
        if bucket.region != "us-east-1" {
            body = try StorageDocument.write("CreateBucketConfiguration") { (writer: inout XMLWriter) throws(XMLError) in
                try writer.element("LocationConstraint", text: bucket.region)
            }
        }
        var fields = body.isEmpty ? HTTPFields() : document(body)
        if lock == .locked { fields[.amzBucketLock] = "true" }
        return try ObjectRequest("s3:CreateBucket", "PUT", bucket, fields: fields, body: body)
    }

    /// Deletes the bucket, which must be empty (`DeleteBucket`).
    package static func delete(_ bucket: Bucket) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:DeleteBucket", "DELETE", bucket)
    }

    /// A page of all versions and delete markers under a prefix (`ListObjectVersions`); keys come encoded, since XML cannot carry them all.
    package static func versions(
        _ bucket: Bucket, prefix: String, after marker: ObjectVersions.Marker? = nil, pageSize: Int = 1000
    ) throws(StorageError) -> ObjectRequest {
        var query = [("versions", ""), ("encoding-type", "url"), ("max-keys", String(min(max(pageSize, 1), 1000)))]
        if !prefix.isEmpty { query.append(("prefix", prefix)) }
        if let marker {
            query.append(("key-marker", marker.key))
            if let version = marker.version { query.append(("version-id-marker", version)) }
        }
        return try ObjectRequest("s3:ListBucketVersions", "GET", bucket, query: query)
    }

    /// Whether the bucket keeps versions (`GetBucketVersioning`).
    package static func versioning(_ bucket: Bucket) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:GetBucketVersioning", "GET", bucket, query: [("versioning", "")])
    }

    /// Switches the keeping of versions on, or off for what comes (`PutBucketVersioning`).
    package static func set(_ versioning: Versioning, _ bucket: Bucket) throws(StorageError) -> ObjectRequest {
        let body = try versioning.document()
        return try ObjectRequest(
            "s3:PutBucketVersioning", "PUT", bucket, query: [("versioning", "")], fields: document(body), body: body)
    }

    /// The bucket's Object Lock (`GetObjectLockConfiguration`).
    package static func objectLock(_ bucket: Bucket) throws(StorageError) -> ObjectRequest {
        try ObjectRequest("s3:GetBucketObjectLockConfiguration", "GET", bucket, query: [("object-lock", "")])
    }

    /// Sets the bucket's default retention (`PutObjectLockConfiguration`).
    package static func set(_ lock: ObjectLock, _ bucket: Bucket) throws(StorageError) -> ObjectRequest {
        let body = try lock.document()
        return try ObjectRequest(
            "s3:PutBucketObjectLockConfiguration", "PUT", bucket, query: [("object-lock", "")], fields: document(body), body: body)
    }
}
