import Foundation
import Programs
import TestSupport
import Testing

@testable import Transport

/// Our client against aiosmtpd, when the folder `.build-venv` of the project has it (`python3 -m venv .build-venv; pip install aiosmtpd`).
@Suite struct ForeignMailServerTests {
    private static let python = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../.build-venv/bin/python").standardized

    @Test func `aiosmtpd takes a mail with a login over STARTTLS and reads what was written`() async throws {
        guard FileManager.default.isExecutableFile(atPath: Self.python.path), let pki = TestPKI.shared else {
            print("skipped: no aiosmtpd in .build-venv")
            return
        }
        let (input, output) = (Pipe(), Pipe())
        var program = Program(Self.python.path, ["-W", "ignore", "-c", Self.script, pki.folder.path])
        program.input = .pipe(input)
        program.output = .pipe(output)
        _ = try program.start()
        let port = try #require(Int(output.fileHandleForReading.readLine()))
        let client = MailClient(
            server: try MailServer(
                host: "localhost", port: port, security: .startTLS, clientName: "operator.example",
                login: .init(name: "assay", password: "right")), trust: pki.trust)
        let receipt = try await client.send(
            try MailMessage(
                from: try MailAddress("a@operator.example"), to: [try MailAddress("b@regulator.example")], identifier: "r1",
                sentAt: Date(timeIntervalSince1970: 0), subject: "Übersicht דוח", fields: [("X-Report-Digest", "sha-256=:x=:")],
                text: ".\nשלום\nhttps://operator.example/reports/1?a=b"))
        #expect(receipt.reply == 250)
        #expect(
            output.fileHandleForReading.readLine()
                == #"["a@operator.example", ["b@regulator.example"], "Übersicht דוח", "sha-256=:x=:", ".\nשלום\nhttps://operator.example/reports/1?a=b\n"]"#
        )
        try input.fileHandleForWriting.close()
    }

    private static let script = #"""
        import asyncio, email, email.policy, json, ssl, sys, threading, os
        from aiosmtpd.smtp import SMTP, AuthResult
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1] + "/server.pem", sys.argv[1] + "/server.key")
        class Handler:
            async def handle_DATA(self, server, session, envelope):
                mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
                text = mail.get_content().replace("\r\n", "\n")
                print(json.dumps([envelope.mail_from, envelope.rcpt_tos, mail["subject"], mail["x-report-digest"], text],
                                 ensure_ascii=False), flush=True)
                return "250 taken"
        def known(server, session, envelope, mechanism, data):
            return AuthResult(success=data.login == b"assay" and data.password == b"right")
        async def main():
            loop = asyncio.get_running_loop()
            make = lambda: SMTP(Handler(), tls_context=context, require_starttls=True, auth_required=True, authenticator=known,
                                auth_exclude_mechanism=["LOGIN"])
            server = await loop.create_server(make, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await loop.run_in_executor(None, sys.stdin.read)
        sys.stdout.reconfigure(encoding="utf-8")
        threading.excepthook = lambda *_: None
        asyncio.run(main())
        """#
}
