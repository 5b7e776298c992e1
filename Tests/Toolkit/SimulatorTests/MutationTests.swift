import Documents
import TestSupport
import Testing

@testable import Simulator

/// Damaged mail, forms and dates: each is read or left as it came.
@Suite(.serialized) struct MutationTests {
    @Test func `mail is read within its bounds`() throws {
        let documents = [
            MailTests.message, "A: b\r\n\r\nc",
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x--\r\n",
        ]
        let tokens = [
            "\r\n", "\r\n\r\n", "\n ", ":", "--b=1", "--b=1--", "=?utf-8?q?", "=?UTF-8?B?", "?=", "=?", "=\r\n", "=3D", "=+5", "_", "\"",
            ";",
            "boundary=", "charset=iso-8859-1", "base64", "quoted-printable", "Content-Type: ", "attachment", "filename=",
        ]
        let tally = Mutations(seed: 130, of: documents, tokens: tokens).tally { bytes in
            guard let mail = MailMessage(bytes) else { return .refused }
            // Nothing in it can be longer than all of it, ISO 8859-1 written as UTF-8 apart.
            let isWithin = mail.text.utf8.count <= 3 * bytes.count && mail.attachments.allSatisfy { $0.content.count <= bytes.count }
            guard isWithin else { return .broken("more than there is") }
            let document = mail.document(sender: "a", recipients: ["b"])
            return try JSONReader.read(document.compactBytes()) == document ? .accepted : .broken("no document of it")
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `quoted-printable takes two hexadecimal digits, no sign`() {
        let decode = { (text: String) in
            String(decoding: TransferEncoding.quotedPrintable(Array(text.utf8)[...], underscoreIsBlank: false), as: UTF8.self)
        }
        #expect(decode("=41=4a=\r\nb=3D") == "AJb=")
        #expect(decode("=+5=-1=g0=4") == "=+5=-1=g0=4")
    }

    @Test func `a form takes two hexadecimal digits, no sign`() {
        #expect(FormData(Array("a=%41%2B+b".utf8))["a"] == "A+ b")
        #expect(FormData(Array("a=%+5%-1%4".utf8))["a"] == "% 5%-1%4")
    }

    @Test func `forms and dates are read or left`() {
        let documents = ["to=a%40b&subject=%C3%A4+b", "Sun, 06 Nov 1994 08:49:37 GMT", "a&b=&=c"]
        let tally = Mutations(seed: 131, of: documents, tokens: ["&", "=", "%", "+", "%zz", "GMT", ",", "24:00:00", "31 Feb"]).tally {
            bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            _ = FormData(bytes)["to"]
            guard let time = HTTPDate.timestamp(text) else { return .refused }
            // The day of the week is not looked at.
            return time.httpDate.dropFirst(4) == text.drop { $0 != "," }.dropFirst() ? .accepted : .broken("read as \(time.httpDate)")
        }
        #expect(tally.broken.isEmpty && tally.accepted > 10, "\(tally)")
    }
}
