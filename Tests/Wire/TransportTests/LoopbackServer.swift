import Foundation
import Programs
import TestSupport

/// A server on 127.0.0.1 that answers as its path says, rightly and wrongly. It is another program (python3), so that client and server
/// share no code; it ends with its standard input, hence with the test process.
final class LoopbackServer: Sendable {
    enum ClientCertificates: String { case none, required }
    enum Version: String { case any, tls11 = "1.1", tls12 = "1.2" }

    let port: Int
    private let input: Pipe

    static let plain = start()
    static let tls = start(pki: TestPKI.shared)
    static let mutual = start(pki: TestPKI.shared, certificates: .required)
    static let mutualTLS12 = start(pki: TestPKI.shared, certificates: .required, version: .tls12)
    static let outdated = start(pki: TestPKI.shared, version: .tls11)

    private init(port: Int, input: Pipe) {
        self.port = port
        self.input = input
    }

    /// Nil when python3 is not installed; then the test is skipped.
    private static func start(
        pki: TestPKI? = nil, certificates: ClientCertificates = .none, version: Version = .any
    ) -> LoopbackServer? {
        let (input, output) = (Pipe(), Pipe())
        var program = Program(
            looking: ["python3", "-c", script] + (pki.map { [$0.folder.path, certificates.rawValue, version.rawValue] } ?? []))
        program.input = .pipe(input)
        program.output = .pipe(output)
        guard (try? program.start()) != nil, let port = Int(output.fileHandleForReading.readLine()) else {
            // Not left out quietly: CI/setup installs it.
            fatalError("python3 does not start the loopback server")
        }
        return LoopbackServer(port: port, input: input)
    }

    private static let script = #"""
        import os, socket, ssl, sys, threading, warnings
        warnings.simplefilter("ignore")

        def read(stream):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = stream.recv(65536)
                if not piece: return None, None
                head += piece
            head, body = head.split(b"\r\n\r\n", 1)
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length": length = int(value)
            while len(body) < length:
                piece = stream.recv(65536)
                if not piece: return None, None
                body += piece
            return head, body

        def plain(body, fields=b"", status=b"200 OK"):
            return b"HTTP/1.1 " + status + b"\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body

        def answer(stream, address, head, body):
            path = head.split(b" ")[1].split(b"?")[0]
            if path in (b"/echo", b"/echo/../a"): return plain(head + b"\r\n\r\n" + body)
            if path == b"/peer": return plain(address[0].encode())
            if path == b"/repeated": return plain(b"", b"Set-Cookie: a=1\r\nX-One: 1\r\nSet-Cookie: b=2\r\nx-empty:\r\n")
            if path == b"/moved": return plain(b"", b"Location: /echo\r\n", b"302 Found")
            if path == b"/early": return b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + plain(b"late")
            if path == b"/trailers":
                return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nDigest: xyz\r\n\r\n"
            if path == b"/gzip": return plain(b"not gzip at all", b"Content-Encoding: gzip\r\n")
            if path == b"/latin": return plain(b"", b"X-Name: caf\xe9\r\n")
            if path == b"/folded": return plain(b"", b"X-A: 1\r\n 2\r\n")
            if path == b"/badname": return plain(b"", b"X A: 1\r\n")
            if path == b"/status-600": return plain(b"", status=b"600 Odd")
            if path == b"/fields": return plain(b"", b"".join(b"X-%d: " % n + b"v" * 1000 + b"\r\n" for n in range(300)))
            if path == b"/declared": return plain(b"x" * 1001)
            if path == b"/streamed":
                return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"x" * 1000 + b"\r\n1\r\ny\r\n0\r\n\r\n"
            if path == b"/partial": stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            if path == b"/garbage": stream.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
            if path == b"/silent": stream.recv(1)
            return None

        def serve(stream, address, context):
            try:
                if context: stream = context.wrap_socket(stream, server_side=True)
                while True:
                    head, body = read(stream)
                    if head is None: break
                    reply = answer(stream, address, head, body)
                    if reply is None: break
                    if head.startswith(b"HEAD"): reply = reply.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
                    stream.sendall(reply)
            except OSError: pass
            finally: stream.close()

        context = None
        if len(sys.argv) > 1:
            folder, certificates, version = sys.argv[1:4]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if version == "1.1":
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
            if version == "1.2": context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(folder + "/server.pem", folder + "/server.key")
            if certificates == "required":
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(folder + "/ca.pem")
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        print(listener.getsockname()[1], flush=True)
        def accept():
            while True:
                stream, address = listener.accept()
                threading.Thread(target=serve, args=(stream, address, context), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        os._exit(0)
        """#
}

extension FileHandle {
    /// The bytes up to the next line feed.
    func readLine() -> String {
        var line: [UInt8] = []
        while let byte = try? read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
