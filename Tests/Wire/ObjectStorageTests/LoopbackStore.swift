import Foundation
import Programs
import Transport

/// A store on 127.0.0.1 that answers as the key says, rightly and wrongly; another program (python3), so that client and server share no code.
/// It ends with its standard input, hence with the test process.
final class LoopbackStore: Sendable {
    static let shared = start()

    let port: Int
    private let input: Pipe

    private init(port: Int, input: Pipe) {
        self.port = port
        self.input = input
    }

    private static func start() -> LoopbackStore {
        let (input, output) = (Pipe(), Pipe())
        var program = Program(looking: ["python3", "-c", script])
        program.input = .pipe(input)
        program.output = .pipe(output)
        guard (try? program.start()) != nil, let port = Int(output.fileHandleForReading.line()) else {
            // Not left out quietly: CI/setup installs it.
            fatalError("python3 does not start the loopback store")
        }
        return LoopbackStore(port: port, input: input)
    }

    /// Keys: `conflict-N`, `busy-N` and `full-N` refuse the first N requests of theirs; `there` holds an object; `slow` waits; `huge`, `cut` and
    /// `chatter` answer more, less and other than they say; `echo` returns the request's line and fields.
    private static let script = #"""
        import collections, http.server, sys, threading, time, os

        counts = collections.Counter()

        def error(code, message="No."):
            return ("<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>" % (code, message)).encode()

        class Store(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_): pass

            def reply(self, status, body=b"", length=None, **fields):
                self.send_response(status)
                for name, value in fields.items(): self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                self.end_headers()
                if self.command != "HEAD": self.wfile.write(body)

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                key = self.path.split("?")[0].split("/", 2)[-1]
                if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "): return self.reply(403, error("AccessDenied"))
                name, _, number = key.partition("-")
                counts[key] += 1
                if name in ("conflict", "busy", "full") and counts[key] <= int(number):
                    status, code = {"conflict": (409, "ConditionalRequestConflict"), "busy": (503, "SlowDown"), "full": (500, "InternalError")}[name]
                    return self.reply(status, error(code))
                if name == "there" and self.headers.get("If-None-Match") == "*": return self.reply(412, error("PreconditionFailed"))
                if name == "slow": time.sleep(5)
                if name == "huge": return self.reply(200, b"x" * (1 << 20))
                if name == "cut":
                    self.close_connection = True
                    return self.reply(200, b"abc", length=10)
                if name == "chatter": return self.reply(403, b"<html>" + b"x" * 100000)
                if name == "echo":
                    lines = [self.requestline] + sorted("%s: %s" % (n.lower(), v) for n, v in self.headers.items())
                    return self.reply(200, "\n".join(lines).encode() + b"\n\n" + body)
                return self.reply(200, b"", x_amz_version_id="v%d" % counts[key])

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
        server.daemon_threads = True
        print(server.server_address[1], flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        os._exit(0)
        """#
}

extension FileHandle {
    /// The bytes up to the next line feed.
    fileprivate func line() -> String {
        var line: [UInt8] = []
        while let byte = try? read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
