import Contracts
import Documents
import Scenarios
import Testing

@testable import Simulator

/// Mail as the regulator's side reads and keeps it.
@Suite struct MailTests {
    static let message = """
        From: =?utf-8?q?Op=C3=A9rateur?= <noreply@operator.test>
        To: reports@mga.test
        Subject: =?UTF-8?B?UmVwb3J0IFQxNiBvZiA=?= =?UTF-8?B?MjAyNi0xMC0xNQ==?=
        X-Long: first
         second
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b=1"

        preamble
        --b=1
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Fetch it at https://operator.test/r=
        /1 =E2=9C=93
        --b=1
        Content-Type: text/csv; name="a.csv"
        Content-Disposition: attachment; filename="a;b.csv"
        Content-Transfer-Encoding: base64

        YSxiCjEs
        Mgo=
        --b=1--
        epilogue
        """.replacing("\n", with: "\r\n")

    @Test func `fields, text and attachments are read`() throws {
        let mail = try #require(MailMessage(Array(Self.message.utf8)))
        #expect(mail.header("from") == "Opérateur <noreply@operator.test>")
        #expect(mail.header("Subject") == "Report T16 of 2026-10-15")
        #expect(mail.header("X-Long") == "first second")
        #expect(mail.text.hasPrefix("Fetch it at https://operator.test/r/1 ✓"))
        #expect(mail.attachments.map(\.name) == ["a;b.csv"])
        #expect(mail.attachments.first.map { String(decoding: $0.content, as: UTF8.self) } == "a,b\n1,2\n")
        let document = mail.document(sender: "noreply@operator.test", recipients: ["reports@mga.test"])
        #expect(document["attachments"]?[0]?["bytes"] == 8)
        #expect(document["attachments"]?[0]?["sha256"]?.string?.count == 64)
        #expect(document["headers"]?["x-long"] == "first second")
    }

    @Test(arguments: [
        "", "\r\n\r\nbody", "no colon here", String(repeating: "A: b\r\n", count: 600),
    ])
    func `what is no message is refused`(text: String) { #expect(MailMessage(Array(text.utf8)) == nil) }

    @Test(arguments: [
        "Subject: =?utf-8?q?=Z?=\r\n\r\nx", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x",
        "Content-Type: multipart/mixed\r\n\r\nno boundary", "Content-Transfer-Encoding: base64\r\n\r\n!!!!", "A: b",
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=", "Subject: =?utf-8?x?abc?= =?",
    ])
    func `what is broken is read as far as it goes`(text: String) throws {
        let mail = try #require(MailMessage(Array(text.utf8)))
        _ = mail.document(sender: "", recipients: [])
    }

    @Test func `multiparts within multiparts end`() {
        var text = ""
        for depth in 0..<50 { text += "Content-Type: multipart/mixed; boundary=b\(depth)\r\n\r\n--b\(depth)\r\n" }
        #expect(MailMessage(Array(text.utf8)) != nil)
    }

    @Test func `a mail is kept for each open mailbox, and for nobody else`() async {
        let inbox = MailInbox(address: "127.0.0.1:25")
        await inbox.open("Reports@MGA.test", answers: [.accepted])
        let bytes = Array(Self.message.utf8)
        #expect(
            inbox.receive(sender: "a@b.test", recipients: ["nobody@mga.test"], message: bytes, remoteAddress: "::1") == .unknownRecipient)
        #expect(
            inbox.receive(
                sender: "a@b.test", recipients: ["nobody@mga.test", "reports@mga.TEST"], message: bytes, remoteAddress: "::1")
                == .accepted)
        #expect(inbox.receive(sender: "", recipients: ["reports@mga.test"], message: [], remoteAddress: "::1") == .malformed)
        let held = await inbox.receptions(in: "reports@mga.test")
        #expect(held.map(\.medium) == [.mail])
        #expect(held.first.flatMap { try? JSONReader.read($0.body) }?["subject"] == "Report T16 of 2026-10-15")
        await inbox.close("reports@mga.test")
        #expect(inbox.receive(sender: "", recipients: ["reports@mga.test"], message: bytes, remoteAddress: "::1") == .unknownRecipient)
    }

    @Test func `mischief makes the sender try again`() async {
        let inbox = MailInbox(address: "127.0.0.1:25")
        let plan = MischiefPlan(seed: 1, rules: [.init(.unavailable, times: 1)])
        await inbox.open("r@m.test", manner: InboxManner(mischief: plan, endpoint: "r"))
        let bytes = Array(Self.message.utf8)
        #expect(inbox.receive(sender: "", recipients: ["r@m.test"], message: bytes, remoteAddress: "::1") == .refusedForNow)
        #expect(inbox.receive(sender: "", recipients: ["r@m.test"], message: bytes, remoteAddress: "::1") == .accepted)
    }
}
