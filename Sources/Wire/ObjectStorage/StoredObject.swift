import HTTPTypes
import Transport

/// What a store tells of an object, or of one version of it.
package struct StoredObject: Sendable, Hashable {
    /// Nil in a bucket that keeps no versions.
    package let version: String?
    /// The store's tag, without its quotes; of an object's bytes it says nothing that can be relied on.
    package let tag: String?
    package let contentType: String?
    /// Nil when it is not kept until a time, or the reader may not know.
    package let retention: Retention?
    /// Nil when nothing is said of one.
    package let legalHold: LegalHold?

    /// What a store knows that is no S3 by HTTP.
    package init(version: String?, retention: Retention?) {
        self.version = version
        self.retention = retention
        (tag, contentType, legalHold) = (nil, nil, nil)
    }

    /// Throws `unreadableAnswer` for a retention that is none.
    init(_ response: IncomingResponse) throws(StorageError) {
        let fields = response.fields
        version = fields[.amzVersionID]
        tag = fields[.eTag].map { String($0.drop { $0 == "\"" }.prefix { $0 != "\"" }) }
        contentType = fields[.contentType]
        retention = try Retention(fields)
        legalHold = fields[.amzLegalHold].flatMap(LegalHold.init(rawValue:))
    }
}
