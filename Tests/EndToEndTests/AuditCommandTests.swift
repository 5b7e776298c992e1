import Foundation
import Programs
import TestSupport
import Testing
import TransparencyLog

/// `assay audit verify` as a script calls it: what each outcome ends with, from a folder, from a URL, and of one entry.
@Suite struct AuditCommandTests {
    /// A signed log of some entries in a folder, and what is needed to trust it.
    private struct Log {
        static let count = 700
        let folder: TemporaryFolder
        let reader: LogReader
        let key: String
        let note: [UInt8]

        init() throws {
            folder = try TemporaryFolder()
            let store = DirectoryTileStore(directory: folder.path("log"))
            let signer = try NoteSigner(name: "assay.invalid/test", key: [UInt8](repeating: 3, count: 32))
            var builder = TreeBuilder()
            try builder.integrate((0..<Self.count).map(Self.entry), at: 0, into: store)
            note = try signer.sign(try Checkpoint(origin: "assay.invalid/test", size: builder.size, root: builder.root).text)
            try store.replace(checkpointPath, note)
            reader = LogReader(store)
            key = signer.verifierKey
        }

        static func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

        func verify(_ arguments: String...) async throws -> Command.Ended {
            try await Command.run(Command.assay, ["audit", "verify"] + arguments)
        }

        /// Turns one bit of a file of the log and back again.
        func damaging<R>(_ path: String, _ body: () async throws -> R) async throws -> R {
            let file = folder.url.appending(path: "log/\(path)")
            let whole = try Data(contentsOf: file)
            var broken = whole
            broken[broken.count / 2] ^= 1
            try broken.write(to: file)
            defer { try? whole.write(to: file) }
            return try await body()
        }
    }

    private func expect(_ status: Int32, _ word: String, _ ended: Command.Ended, _ what: String) {
        #expect(ended.status == status, "\(what): \(ended.output) \(ended.errors)")
        #expect((ended.output + ended.errors).contains(word), "\(what): \(ended.output) \(ended.errors)")
    }

    @Test func `a folder: 0, and 10 for every kind of file that differs`() async throws {
        let log = try Log()
        let folder = log.folder.path("log")
        expect(0, "VALID", try await log.verify(folder, "--key", log.key), "as it is")
        for path in ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001", "checkpoint"] {
            let ended = try await log.damaging(path) { try await log.verify(folder, "--key", log.key) }
            expect(10, "DAMAGED", ended, path)
        }
        let stranger = try NoteSigner(name: "assay.invalid/test", key: [UInt8](repeating: 4, count: 32)).verifierKey
        expect(10, "DAMAGED", try await log.verify(folder, "--key", stranger), "another key")
        expect(10, "DAMAGED", try await log.verify(log.folder.path("nothing"), "--key", log.key), "no log")
    }

    @Test func `whom to trust: 2 and 3 for what is no key or policy, 10 for a quorum that is not met`() async throws {
        let log = try Log()
        let folder = log.folder.path("log")
        let witness = try NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 5, count: 32))
        func policy(_ text: String) throws -> String { try log.folder.write(text, to: "trust.tlog-policy") }
        expect(2, "--key", try await log.verify(folder), "nobody is trusted")
        expect(2, "--key", try await log.verify(folder, "--key", "no key at all"), "a key that is none")
        expect(3, "--policy", try await log.verify(folder, "--policy", log.folder.path("absent")), "no policy")
        expect(3, "--policy", try await log.verify(folder, "--policy", try policy("quorum nobody\n")), "a policy that is none")
        expect(2, "names no log", try await log.verify(folder, "--policy", try policy("quorum none\n")), "a policy without a log")
        let alone = try policy("log \(log.key)\nquorum none\n")
        expect(0, "VALID", try await log.verify(folder, "--policy", alone), "the log alone")
        let witnessed = try policy("log \(log.key)\nwitness w \(witness.witnessVerifier.verifierKey)\nquorum w\n")
        expect(10, "DAMAGED", try await log.verify(folder, "--policy", witnessed), "a witness that did not sign")
    }

    @Test func `one entry: 0, 10 for another, 2 and 4 for what cannot be asked`() async throws {
        let log = try Log()
        let proof = try log.reader.inclusionProof(index: 321, size: Int64(Log.count))
        let text = TLogProof(index: 321, hashes: proof.hashes, checkpointNote: log.note).text
        let file = try log.folder.write(text, to: "entry.tlog-proof")
        let (right, wrong) = (try log.folder.write("entry 321", to: "right"), try log.folder.write("entry 322", to: "wrong"))
        let leaf = MerkleHash.leaf(Log.entry(321)).hex
        func verify(_ proof: String, _ arguments: String...) async throws -> Command.Ended {
            try await Command.run(Command.assay, ["audit", "verify", "--proof", proof, "--key", log.key] + arguments)
        }
        expect(0, "VALID  entry 321", try await verify(file, "--entry", right), "the entry")
        expect(0, "VALID  entry 321", try await verify(file, "--leaf-hash", leaf), "its hash")
        expect(10, "DAMAGED", try await verify(file, "--entry", wrong), "another entry")
        let broken = try log.folder.write(text.replacing("index 321", with: "index 320"), to: "broken.tlog-proof")
        expect(10, "DAMAGED", try await verify(broken, "--entry", right), "another place")
        expect(4, "cannot read", try await verify(log.folder.path("absent"), "--entry", right), "no proof")
        expect(4, "cannot read", try await verify(file, "--entry", log.folder.path("absent")), "no entry")
        expect(2, "64 hexadecimal digits", try await verify(file, "--leaf-hash", "12"), "no hash")
        expect(2, "--entry or --leaf-hash", try await verify(file), "no entry named")
        expect(2, "one of them", try await log.verify(log.folder.path("log"), "--proof", file, "--entry", right, "--key", log.key), "both")
    }

    @Test func `a URL: 0, 10 for what differs or is missing, 4 where nothing answers`() async throws {
        let log = try Log()
        let server = try await FileServer(log.folder.path("log"))
        defer { server.stop() }
        expect(0, "VALID", try await log.verify(server.url, "--key", log.key), "as it is")
        expect(0, "VALID", try await log.verify(server.url + "/", "--key", log.key), "with a slash")
        let changed = try await log.damaging("tile/entries/000") { try await log.verify(server.url, "--key", log.key) }
        expect(10, "DAMAGED", changed, "an entry that was changed")
        expect(4, "is not there", try await log.verify(server.url + "/elsewhere", "--key", log.key), "another place")
        expect(2, "without query", try await log.verify(server.url + "?a=b", "--key", log.key), "a query")
        try FileManager.default.removeItem(atPath: log.folder.path("log/tile/0/001"))
        expect(10, "tile/0/001", try await log.verify(server.url, "--key", log.key), "a tile that is missing")
        expect(4, "http://127.0.0.1:9/", try await log.verify("http://127.0.0.1:9/", "--key", log.key), "nobody there")
    }
}

/// Python's own server of files, on loopback.
private final class FileServer: Sendable {
    let url: String
    private let process: RunningProgram

    init(_ folder: String) async throws {
        let script = """
            import functools, http.server, sys
            handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """
        var program = Command.program("python3", ["-c", script, folder])
        let output = Pipe()
        program.output = .pipe(output)
        process = try program.start()
        let port = await output.fileHandleForReading.nextLine().trimmingCharacters(in: .whitespacesAndNewlines)
        url = "http://127.0.0.1:\(port)"
    }

    func stop() { process.terminate() }
}
