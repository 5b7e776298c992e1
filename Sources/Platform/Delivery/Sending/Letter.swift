package import Documents
package import Transport

/// A mail of plain text before it has a sender.
package struct Letter: Sendable {
    package var recipients: [MailAddress]
    /// The same for every attempt: a receiver tells a repetition by the `Message-ID` made from it. A token of at most 128 characters.
    package var identifier: String
    /// Stands in `Date`; the same for every attempt.
    package var writtenAt: Timestamp
    package var subject: String
    /// Fields for programs, `X-…`, printable ASCII.
    package var fields: [(name: String, value: String)]
    package var text: String

    package init(
        to recipients: [MailAddress], identifier: String, writtenAt: Timestamp, subject: String,
        fields: [(name: String, value: String)] = [],
        text: String
    ) {
        self.recipients = recipients
        self.identifier = identifier
        self.writtenAt = writtenAt
        self.subject = subject
        self.fields = fields
        self.text = text
    }
}
