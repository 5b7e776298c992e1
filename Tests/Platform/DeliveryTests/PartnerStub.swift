import Foundation
import Programs

/// A receiver of deliveries that means no good, on 127.0.0.1 without TLS: it answers as the path says. Another program (python3), which ends
/// with its standard input, hence with the test process.
final class PartnerStub: Sendable {
    let port: Int
    /// The SHA-256 of what `/bomb` sends, as it is sent.
    let bombDigest: String
    private let input: Pipe

    static let shared = PartnerStub()

    private init() {
        let (input, output) = (Pipe(), Pipe())
        var program = Program(looking: ["python3", "-c", Self.script])
        program.input = .pipe(input)
        program.output = .pipe(output)
        guard (try? program.start()) != nil, let port = Int(Self.line(of: output)) else {
            fatalError("python3 does not start the stub of a receiver")
        }
        self.port = port
        bombDigest = Self.line(of: output)
        self.input = input
    }

    private static func line(of pipe: Pipe) -> String {
        var line: [UInt8] = []
        while let byte = try? pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    private static let script = #"""
        import gzip, hashlib, os, socket, sys, threading, time

        bomb = gzip.compress(bytes(30_000_000), mtime=0)
        json = b"Content-Type: application/json\r\n"

        def plain(body, fields=json):
            return b"HTTP/1.1 200 OK\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body

        def answer(stream, path):
            if path == b"/trickle":
                stream.sendall(b"HTTP/1.1 200 OK\r\n" + json + b"Transfer-Encoding: chunked\r\n\r\n")
                while True:
                    stream.sendall(b"1\r\n \r\n")
                    time.sleep(0.02)
            if path == b"/slow-head":
                stream.sendall(b"HTTP/1.1 200 OK\r\n")
                while True:
                    stream.sendall(b"X-A: b\r\n")
                    time.sleep(0.02)
            if path == b"/declared":
                stream.sendall(b"HTTP/1.1 200 OK\r\n" + json + b"Content-Length: 100000000\r\n\r\n[")
                for _ in range(1600): stream.sendall(b"0," * 32768)
            if path == b"/streamed":
                stream.sendall(b"HTTP/1.1 200 OK\r\n" + json + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n")
                for _ in range(1600): stream.sendall(b"10000\r\n" + b"0," * 32768 + b"\r\n")
            if path == b"/bomb": stream.sendall(plain(bomb, json + b"Content-Encoding: gzip\r\n"))
            if path == b"/utf-16": stream.sendall(plain('{"reference":"A-1"}'.encode("utf-16"), b"Content-Type: application/json; charset=utf-16\r\n"))
            if path == b"/latin": stream.sendall(plain('{"reference":"caf\u00e9"}'.encode("latin-1")))
            if path == b"/deep": stream.sendall(plain(b"[" * 60000))

        def serve(stream):
            try:
                head = b""
                while b"\r\n\r\n" not in head: head += stream.recv(65536)
                answer(stream, head.split(b" ")[1])
            except OSError: pass
            finally: stream.close()

        listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        print(listener.getsockname()[1], flush=True)
        print(hashlib.sha256(bomb).hexdigest(), flush=True)
        def accept():
            while True:
                stream, _ = listener.accept()
                threading.Thread(target=serve, args=(stream,), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        os._exit(0)
        """#
}
