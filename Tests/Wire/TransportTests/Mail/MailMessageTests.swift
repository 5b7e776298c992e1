import Foundation
import Testing

@testable import Transport

@Suite struct MailMessageTests {
    private func message(
        subject: String = "Report", fields: [(name: String, value: String)] = [], text: String = "x", identifier: String = "r1"
    ) throws -> String {
        let address = try MailAddress("reports@operator.example")
        let message = try MailMessage(
            from: address, to: [try MailAddress("inbox@regulator.example")], identifier: identifier,
            sentAt: Date(timeIntervalSince1970: 1_764_115_200), subject: subject, fields: fields, text: text)
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func `a message has the fields that mail needs`() throws {
        let text = try message(fields: [("X-Report-Digest", "sha-256=:abc=:")])
        #expect(
            text.hasPrefix(
                "Date: Wed, 26 Nov 2025 00:00:00 +0000\r\nFrom: reports@operator.example\r\nTo: inbox@regulator.example\r\n"
                    + "Message-ID: <r1@operator.example>\r\nSubject: Report\r\nX-Report-Digest: sha-256=:abc=:\r\n"))
        #expect(text.hasSuffix("\r\n\r\nx\r\n"))
    }

    @Test func `text keeps its characters and its lines stay short`() throws {
        let long = String(repeating: "שלום = ", count: 40)
        let body = try message(text: ".\n\(long)\r\nend ").components(separatedBy: "\r\n\r\n")[1]
        let lines = body.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 0x80 } })
        let joined = body.replacing("=\r\n", with: "")
        let decoded = joined.replacing("%", with: "%25").replacing("=", with: "%").removingPercentEncoding
        #expect(decoded == ".\r\n\(long)\r\nend \r\n")
    }

    @Test func `a subject in another alphabet is put in encoded words`() throws {
        let subject = String(repeating: "Übersicht דוח ", count: 8)
        let text = try message(subject: subject)
        let start = try #require(text.firstRange(of: "Subject: "))
        let end = try #require(text.firstRange(of: "\r\nMIME-Version"))
        let lines = text[start.upperBound..<end.lowerBound].components(separatedBy: "\r\n ")
        #expect(lines.count > 1 && lines.allSatisfy { $0.utf8.count <= 75 })
        let decoded = lines.compactMap { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) }.reduce(Data(), +)
        #expect(String(decoding: decoded, as: UTF8.self) == subject)
    }

    @Test(arguments: ["a\r\nBcc: other@example.org", "a\u{0}", "a\u{7F}", "a\nb"])
    func `a subject or field cannot carry another field`(text: String) {
        #expect(throws: TransportError(.unsupported, "")) { try message(subject: text) }
        #expect(throws: TransportError(.unsupported, "")) { try message(fields: [("X-A", text)]) }
        #expect(throws: TransportError(.unsupported, "")) { try message(fields: [(text, "a")]) }
        #expect(throws: TransportError(.unsupported, "")) { try message(identifier: text) }
    }

    @Test(arguments: ["Subject", "bcc", "Content-Type", "", "X A"]) func `the message's own fields cannot be given twice`(name: String) {
        #expect(throws: TransportError(.unsupported, "")) { try message(fields: [(name, "a")]) }
    }

    @Test(arguments: [
        "a", "@b.example", "a@", "a@b@c", "a b@c.example", "a@b.example\r\nDATA", "<a@b.example>", "a@[127.0.0.1]", "\"a\"@b.example",
        "a@-b.example", "a..b@c.example", "ä@b.example", "a@b.example>",
    ])
    func `an address that could be read otherwise is refused without repeating it`(text: String) {
        do throws(TransportError) {
            _ = try MailAddress(text)
            Issue.record("accepted")
        } catch { #expect(error.code == .unsupported && !error.message.contains("\r")) }
    }

    @Test(arguments: ["a@b", "first.last+tag@sub.example.org"]) func `an ordinary address is accepted`(text: String) throws {
        #expect(try MailAddress(text).text == text)
    }
}
