package import Foundation

/// A mail of plain text, and its bytes as RFC 5322 and RFC 2045 want them.
package struct MailMessage: Sendable, Hashable {
    package let sender: MailAddress
    /// At least one; each sees the others.
    package let recipients: [MailAddress]
    /// In angle brackets: the same for every attempt at sending the same mail, so that a receiver can tell a repetition.
    package let identifier: String
    /// ASCII with CR LF line ends: fields, an empty line, the text in quoted-printable. No line is longer than 998 bytes.
    package let bytes: [UInt8]

    /// `identifier` is what stands before the at sign of the `Message-ID`; the sender's domain follows it. `fields` are added as given,
    /// for what programs read (`X-…`). Throws `unsupported` for a line end or control character in anything but the text, for fields that
    /// are not ASCII or too long, and for no or more than 100 recipients.
    package init(
        from sender: MailAddress, to recipients: [MailAddress], identifier: String, sentAt: Date, subject: String,
        fields: [(name: String, value: String)] = [], text: String
    ) throws(TransportError) {
        guard (1...100).contains(recipients.count) else { throw .badMail("it has no recipient, or more than 100") }
        guard !identifier.isEmpty, identifier.utf8.count <= 128, RequestPlan.isToken(identifier) else {
            throw .badMail("its identifier is not a token of at most 128 characters")
        }
        guard subject.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }), subject.utf8.count <= 500 else {
            throw .badMail("its subject has a control character or more than 500 bytes")
        }
        self.sender = sender
        self.recipients = recipients
        self.identifier = "<\(identifier)@\(sender.domain)>"
        var lines = [
            "Date: \(MailMessage.dateText(sentAt))", "From: \(sender.text)",
            "To: \(recipients.map(\.text).joined(separator: ",\r\n "))", "Message-ID: \(self.identifier)",
            "Subject: \(EncodedWords.text(subject))",
        ]
        for (name, value) in fields {
            guard MailMessage.isFieldName(name), value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), value.utf8.count <= 900 else {
                throw .badMail("the field \(MailMessage.isFieldName(name) ? name : "with a bad name") is not one line of printable ASCII")
            }
            lines.append("\(name): \(value)")
        }
        lines += [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
        ]
        bytes = Array((lines.joined(separator: "\r\n") + "\r\n" + QuotedPrintable.text(text)).utf8)
    }

    package static func == (left: MailMessage, right: MailMessage) -> Bool {
        left.bytes == right.bytes && left.recipients == right.recipients
    }

    /// RFC 5322 §3.3, in UTC.
    private static func dateText(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: date)
    }

    /// RFC 5322 §3.6.8, a little narrower; the fields that the message writes itself cannot be given again.
    private static func isFieldName(_ name: String) -> Bool {
        let own = ["date", "from", "to", "cc", "bcc", "sender", "reply-to", "message-id", "subject", "mime-version"]
        return RequestPlan.isToken(name) && name.utf8.count <= 64 && !own.contains(name.lowercased())
            && !name.lowercased().hasPrefix("content-")
    }
}
