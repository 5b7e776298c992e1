package import Documents
import HTTPTypes
import XMLDocuments

/// Until when a version of an object can be neither deleted nor overwritten, and who could lift that (Amazon S3 User Guide, "Locking
/// objects with Object Lock").
package struct Retention: Sendable, Hashable, CustomStringConvertible {
    /// Who could lift it.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Whoever has the permission for it (`s3:BypassGovernanceRetention`) and asks for it may lift it.
        case governance = "GOVERNANCE"
        /// Nobody may lift it, the owner of the account included; it can only be made longer.
        case compliance = "COMPLIANCE"
    }

    /// Of the version; a lock goes from GOVERNANCE to COMPLIANCE and never back.
    package let mode: Mode
    /// In whole seconds, which is what S3 keeps.
    package let until: Timestamp

    /// Rounds up to a whole second: what is kept must not end before it was to.
    package init(_ mode: Mode, until: Timestamp) {
        self.mode = mode
        self.until = Timestamp(seconds: until.seconds + (until.milliseconds % 1000 == 0 ? 0 : 1))
    }

    /// What an answer's fields say of a version; nil when it has none, or the reader may not know (`s3:GetObjectRetention`).
    ///
    /// Throws `unreadableAnswer` when there is one of the two fields, or they hold something else.
    init?(_ fields: HTTPFields) throws(StorageError) {
        let (mode, until) = (fields[.amzLockMode], fields[.amzRetainUntil])
        if mode == nil, until == nil { return nil }
        try self.init(mode: mode, until: until)
    }

    /// Reads a `Retention`. Throws `unreadableAnswer`.
    init(_ document: XMLTree) throws(StorageError) {
        try self.init(mode: document.text(of: "Mode"), until: document.text(of: "RetainUntilDate"))
    }

    private init(mode: String?, until: String?) throws(StorageError) {
        guard let mode = mode.flatMap(Mode.init(rawValue:)), let until, let time = try? Timestamp(parsing: until) else {
            throw .unreadable("expected a retention's mode and its end as a time")
        }
        self.init(mode, until: time)
    }

    /// As S3 writes it: `2033-11-23T16:21:51Z`.
    var untilText: String { Self.text(until) }

    package var description: String { "\(mode.rawValue) until \(untilText)" }

    /// A time in whole seconds.
    static func text(_ time: Timestamp) -> String { String(time.description.prefix { $0 != "." }) + "Z" }

    /// The body that sets it.
    func document() throws(StorageError) -> [UInt8] {
        try StorageDocument.write("Retention") { (writer: inout XMLWriter) throws(XMLError) in
            try writer.element("Mode", text: mode.rawValue)
            try writer.element("RetainUntilDate", text: untilText)
        }
    }
}
