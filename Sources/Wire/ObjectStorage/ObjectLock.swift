import XMLDocuments

/// Object Lock of a bucket, which once it is on stays on, and what it gives to objects that come without a retention of their own.
package struct ObjectLock: Sendable, Hashable, CustomStringConvertible {
    /// How long an object is kept that came without saying so.
    package struct DefaultRetention: Sendable, Hashable {
        /// S3 counts either days or years.
        package enum Period: Sendable, Hashable {
            case days(Int)
            case years(Int)
        }

        /// Who could lift it.
        package let mode: Retention.Mode
        /// From when the object is stored.
        package let period: Period

        /// The period is at least 1.
        package init(_ mode: Retention.Mode, _ period: Period) {
            self.mode = mode
            self.period = period
        }
    }

    /// Nil when objects without a retention of their own are not kept.
    package let defaultRetention: DefaultRetention?

    package init(defaultRetention: DefaultRetention? = nil) { self.defaultRetention = defaultRetention }

    /// Reads an `ObjectLockConfiguration`. Throws `unreadableAnswer`.
    init(_ document: XMLTree) throws(StorageError) {
        guard document.text(of: "ObjectLockEnabled") == "Enabled" else { throw .unreadable("expected ObjectLockEnabled as Enabled") }
        guard let rule = document.first("Rule")?.first("DefaultRetention") else {
            self.init()
            return
        }
        // There is one of the two; some stores write the other as 0.
        let days = rule.text(of: "Days").flatMap { Int($0) } ?? 0
        let years = rule.text(of: "Years").flatMap { Int($0) } ?? 0
        guard let mode = rule.text(of: "Mode").flatMap(Retention.Mode.init(rawValue:)), days > 0 || years > 0, days == 0 || years == 0
        else {
            throw .unreadable("expected a default retention's mode and its days or years")
        }
        self.init(defaultRetention: DefaultRetention(mode, days > 0 ? .days(days) : .years(years)))
    }

    package var description: String {
        guard let rule = defaultRetention else { return "on, without a default retention" }
        return switch rule.period {
        case .days(let days): "on, default retention \(rule.mode.rawValue) for \(days) days"
        case .years(let years): "on, default retention \(rule.mode.rawValue) for \(years) years"
        }
    }

    /// The body that sets it.
    func document() throws(StorageError) -> [UInt8] {
        try StorageDocument.write("ObjectLockConfiguration") { (writer: inout XMLWriter) throws(XMLError) in
            try writer.element("ObjectLockEnabled", text: "Enabled")
            guard let rule = defaultRetention else { return }
            try writer.start("Rule")
            try writer.start("DefaultRetention")
            try writer.element("Mode", text: rule.mode.rawValue)
            switch rule.period {
            case .days(let days): try writer.element("Days", text: String(days))
            case .years(let years): try writer.element("Years", text: String(years))
            }
            try writer.end()
            try writer.end()
        }
    }
}
