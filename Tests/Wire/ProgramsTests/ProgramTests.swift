import Foundation
import Testing

@testable import Programs

@Suite struct ProgramTests {
    /// What a program writes, and how it ends.
    private func run(_ words: [String], _ change: (inout Program) -> Void = { _ in }) async throws -> (String, ProgramEnd) {
        var program = Program(looking: words)
        let output = Pipe()
        program.output = .pipe(output)
        change(&program)
        let running = try program.start()
        let text = await Task.detached { output.fileHandleForReading.readDataToEndOfFile() }.value
        return (String(decoding: text, as: UTF8.self), await running.end())
    }

    @Test func `output, status and signal are told`() async throws {
        #expect(try await run(["echo", "a b"]) == ("a b\n", .exited(0)))
        #expect(try await run(["sh", "-c", "exit 7"]).1.status == 7)
        #expect(try await run(["sh", "-c", "kill -9 $$"]).1 == .killed(signal: 9))
        #expect(ProgramEnd.killed(signal: 15).status == 143)
    }

    @Test func `a program that is not there is an error, or env's status`() async throws {
        #expect(try await run(["assay-is-not-there"]) { $0.errors = .null }.1 == .exited(127))
        let error = #expect(throws: ProgramError.self) { try Program("/assay/is-not-there", []).start() }
        #expect(error?.description == "expected to start `/assay/is-not-there`, got: No such file or directory")
    }

    @Test func `what only prepares the start is looked at too`() throws {
        let pipe = Pipe()
        var program = Program("/bin/true", [])
        program.output = .file(FileHandle(fileDescriptor: -1, closeOnDealloc: false))
        #expect(throws: ProgramError.self) { try program.start() }
        program.output = .pipe(pipe)
        program.folder = "/assay/is-not-there"
        #expect(throws: ProgramError.self) { try program.start() }
    }

    @Test func `environment and folder are those that are named`() async throws {
        let (text, _) = try await run(["sh", "-c", "pwd; echo $ONE-$TWO"]) {
            $0.environment = ["PATH": "/usr/bin:/bin", "ONE": "1"]
            $0.folder = "/"
        }
        #expect(text == "/\n1-\n")
    }

    @Test func `more than a pipe holds comes through`() async throws {
        let (text, end) = try await run(["head", "-c", "1000000", "/dev/zero"])
        #expect(text.utf8.count == 1_000_000 && end == .exited(0))
    }

    @Test func `an ended program gets no signal, a running one does`() async throws {
        let sleeper = try Program(looking: ["sleep", "60"]).start()
        #expect(sleeper.ended == nil)
        sleeper.terminate()
        #expect(await sleeper.end() == .killed(signal: 15))
        sleeper.terminate()
        #expect(sleeper.awaitEnd() == .killed(signal: 15))
    }

    /// Also with more open files than Foundation's `Process` can list (about 1,360 on Linux).
    @Test func `a child has nothing open but its standard streams`() async throws {
        // Raised and left so: other tests of this process open files meanwhile.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 8192))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let descriptors = (0..<1500).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        try #require(descriptors.allSatisfy { $0 > 2 && fcntl($0, F_GETFD) & FD_CLOEXEC == 0 })
        // The fourth is the directory that ls reads.
        #expect(try await run(["ls", "/proc/self/fd"]).0 == "0\n1\n2\n3\n")
    }

    @Test func `a pipe of one child is not kept open by another`() async throws {
        let sleepers = try (0..<20).map { _ in try Program(looking: ["sleep", "60"]).start() }
        defer { for sleeper in sleepers { sleeper.terminate() } }
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 { group.addTask { try await self.run(["echo", "\(number)"]).0 } }
            var texts: Set<String> = []
            for try await text in group { texts.insert(text) }
            #expect(texts.count == 100)
        }
    }

    @Test func `every child's entry is taken`() async throws {
        let running = try await withThrowingTaskGroup(of: RunningProgram.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let program = try Program(looking: ["true"]).start()
                    _ = await program.end()
                    return program
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // A zombie would still have its entry; another process may have the number by now, but not as a child of this one.
        for program in running {
            let stat = (try? String(contentsOfFile: "/proc/\(program.identifier)/stat", encoding: .utf8)) ?? ""
            let words = stat.split(separator: ")").last?.split(separator: " ") ?? []
            #expect(words.count < 2 || words[0] != "Z" || words[1] != "\(ProcessInfo.processInfo.processIdentifier)")
        }
    }

    @Test func `a program leads a group of its own and blocks and ignores no signal`() async throws {
        var (blocked, before) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGUSR1)
        let output = Pipe()
        var program = Program("/bin/sh", ["-c", "grep -E 'Sig(Blk|Ign)' /proc/self/status; cut -d' ' -f5 /proc/$$/stat"])
        program.output = .pipe(output)
        // A child's mask is that of the thread that starts it.
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        let started = Result { [program] in try program.start() }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        let running = try started.get()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let values = text.split(separator: "\n").compactMap { $0.split(separator: "\t").last.map(String.init) }
        try #require(values.count == 3, "\(text)")
        #expect(Int(values[0], radix: 16) == 0)
        // Signals 32 and 33 are the C library's own.
        #expect(Int(values[1], radix: 16).map { $0 & 0x7FFF_FFFF } == 0)
        #expect(values[2] == "\(running.identifier)")
        #expect(await running.end() == .exited(0))
    }
}
