import Foundation
import Programs

/// Passes bytes between a client and a server on 127.0.0.1 and cuts one connection when so many bytes of the client have passed.
final class CuttingRelay: Sendable {
    let port: Int
    private let input: Pipe

    /// The connection number `connection`, from 1, is cut; all others are passed on whole. Nil without python3.
    init?(to server: Int, cutting connection: Int, after bytes: Int) throws {
        let output = Pipe()
        input = Pipe()
        var program = Program(looking: ["python3", "-c", Self.script, "\(server)", "\(connection)", "\(bytes)"])
        program.input = .pipe(input)
        program.output = .pipe(output)
        _ = try program.start()
        guard let port = Int(output.fileHandleForReading.readLine()) else { return nil }
        self.port = port
    }

    private static let script = #"""
        import socket, sys, threading
        server, victim, limit = map(int, sys.argv[1:4])

        def pass_on(source, target, left):
            try:
                while left is None or left > 0:
                    piece = source.recv(65536 if left is None else min(65536, left))
                    if not piece: break
                    target.sendall(piece)
                    if left is not None: left -= len(piece)
            except OSError: pass
            for end in (source, target):
                try: end.shutdown(socket.SHUT_RDWR)
                except OSError: pass

        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        def accept():
            number = 0
            while True:
                client = listener.accept()[0]
                number += 1
                upstream = socket.create_connection(("127.0.0.1", server))
                left = limit if number == victim else None
                threading.Thread(target=pass_on, args=(client, upstream, left), daemon=True).start()
                threading.Thread(target=pass_on, args=(upstream, client, None), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        """#
}
