import Foundation
import Programs
import TestSupport

/// A mail server on 127.0.0.1, another program (python3) so that client and server share no code; it ends with its standard input.
///
/// What it does is in the name of the recipient: `busy@`, `unknown@`, `hangup@`, `silent@`. Whole messages are files of its folder.
final class LoopbackMailServer: Sendable {
    enum Manner: String { case starttls, tls, plain, login }

    let port: Int
    private let folder: URL
    private let input: Pipe

    static let starttls = start(.starttls)
    static let tls = start(.tls)
    static let plain = start(.plain)
    static let login = start(.login)

    private init(port: Int, folder: URL, input: Pipe) {
        self.port = port
        self.folder = folder
        self.input = input
    }

    /// The bytes between DATA and the closing dot, dots not yet taken away, for each message to this recipient.
    func messages(to recipient: String) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("\(recipient)-") }.map { Array(try Data(contentsOf: $0)) }
    }

    private static func start(_ manner: Manner) -> LoopbackMailServer? {
        guard let pki = TestPKI.shared else { return nil }
        let (input, output) = (Pipe(), Pipe())
        let folder = pki.folder.appending(path: "mail-\(manner.rawValue)")
        var program = Program(looking: ["python3", "-c", script, pki.folder.path, manner.rawValue, folder.path])
        program.input = .pipe(input)
        program.output = .pipe(output)
        guard (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil,
            (try? program.start()) != nil, let port = Int(output.fileHandleForReading.readLine())
        else {
            // Not left out quietly: CI/setup installs it.
            fatalError("python3 does not start the mail server")
        }
        return LoopbackMailServer(port: port, folder: folder, input: input)
    }

    private static let script = #"""
        import base64, os, socket, ssl, sys, threading
        pki, manner, folder = sys.argv[1:4]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pki + "/server.pem", pki + "/server.key")
        count = 0

        def serve(stream):
            global count
            secure = manner == "tls"
            if secure: stream = context.wrap_socket(stream, server_side=True)
            file = stream.makefile("rb")
            say = lambda text: stream.sendall(text.encode() + b"\r\n")
            authenticated = manner != "login"
            recipient = ""
            say("220 loopback")
            while True:
                line = file.readline()
                if not line: return
                word = line.strip().decode()
                verb = word.split(" ")[0].upper()
                if verb == "EHLO":
                    offers = ["loopback"]
                    if not secure and manner != "plain": offers.append("STARTTLS")
                    if secure and manner == "login": offers.append("AUTH PLAIN")
                    offers.append("8BITMIME")
                    for index, offer in enumerate(offers): say("250" + ("-" if index < len(offers) - 1 else " ") + offer)
                elif verb == "STARTTLS":
                    say("220 go ahead")
                    stream = context.wrap_socket(stream, server_side=True)
                    file = stream.makefile("rb")
                    secure = True
                elif verb == "AUTH":
                    parts = word.split(" ")
                    if len(parts) == 2:
                        say("334 ")
                        parts.append(file.readline().strip().decode())
                    authenticated = base64.b64decode(parts[2]).split(b"\0")[1:] == [b"assay", b"right"]
                    say("235 welcome" if authenticated else "535 no")
                elif verb == "MAIL":
                    say("250 ok" if secure and authenticated else "530 not yet")
                elif verb == "RCPT":
                    recipient = word.split("<")[1].split("@")[0]
                    if recipient == "busy": say("451 later")
                    elif recipient == "unknown": say("550 never")
                    elif recipient == "silent": pass
                    else: say("250 ok")
                elif verb == "DATA":
                    say("354 go")
                    body = b""
                    while not body.endswith(b"\r\n.\r\n"):
                        piece = file.readline()
                        if not piece: return
                        body += piece
                        if recipient == "hangup":
                            stream.close()
                            return
                    count += 1
                    with open("%s/%s-%d" % (folder, recipient, count), "wb") as out: out.write(body[:-3])
                    say("250 queued as %d" % count)
                elif verb == "QUIT":
                    say("221 bye")
                    return
                else: say("502 what")

        def guarded(stream):
            try: serve(stream)
            except (OSError, ValueError): pass
            finally:
                try:
                    stream.shutdown(socket.SHUT_RDWR)
                    stream.close()
                except OSError: pass

        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        def accept():
            while True: threading.Thread(target=guarded, args=(listener.accept()[0],), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        """#
}
