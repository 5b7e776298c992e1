import Documents
import Foundation
import TestSupport
import Testing

/// Beginning, planning, completing, and how a run is shown.
@Suite struct BreadthTests {
    private static let unreachable = """
        schema_version: 1
        environment: sandbox
        platform: { base_url: "http://127.0.0.1:9" }
        identities: { regulator: {}, officer: {}, mga: {}, cga: {}, ukgc: {} }
        allow_effects: [read]
        values: { day: "2026-10-15" }

        """

    @Test func `a new folder is linted and planned at once, and never overwritten`() async throws {
        let folder = try TemporaryFolder()
        let made = try await Command.run("init", folder.path("mine"), "--base-url", "http://127.0.0.1:9", "--name", "Mine")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try await Command.run("lint", "--content", folder.path("mine")).status == 0)
        let profile = folder.path("mine/sandbox.profile.yaml")
        let plan = try await Command.run("plan", "--content", folder.path("mine"), "--profile", profile)
        #expect(plan.status == 0 && plan.output.contains("2 of 2 cases would run"), "\(plan.output) \(plan.errors)")
        let verified = try await Command.run(
            "verify", "--content", folder.path("mine"), "--profile", profile, "--output-dir", folder.path("out"))
        #expect(verified.status == 4, "\(verified.output) \(verified.errors)")
        let again = try await Command.run("init", folder.path("mine"))
        #expect(again.status == 2 && again.errors.contains("nothing was written"))
        #expect(try await Command.run("init", folder.path("other"), "--base-url", "nonsense").status == 2)
    }

    @Test func `a plan counts and names what is left out`() async throws {
        let folder = try TemporaryFolder()
        let profile = try folder.write(Self.unreachable, to: "p.profile.yaml")
        let text = try await Command.run("plan", "Contracts/core", "--profile", profile)
        #expect(text.status == 0 && text.output.contains("not run: its effects are synthetic"), "\(text.errors)")
        let json = try await Command.run("plan", "Contracts/core", "--profile", profile, "--json")
        let node = try JSONReader.read(Array(json.output.utf8))
        #expect((node["requests"]?.integer ?? 0) > 0)
        #expect(try await Command.run("plan", "--tags", "no-such", "--profile", profile).status == 2)
        #expect(try await Command.run("plan", "--requirement", "REQ-UK-016", "--profile", profile).status == 5)
    }

    @Test func `bash completes commands and options`() async throws {
        let script = """
            source /dev/stdin <<<"$(\(Command.assay) completion bash)"
            COMP_WORDS=(assay ve); COMP_CWORD=1; COMP_LINE='assay ve'; COMP_POINT=8; _assay assay ve assay; echo "${COMPREPLY[@]}"
            COMP_WORDS=(assay doctor --pro); COMP_CWORD=2; COMP_LINE='assay doctor --pro'; COMP_POINT=18
            COMPREPLY=(); _assay assay --pro doctor; echo "${COMPREPLY[@]}"
            """
        let ended = try await Command.run("bash", ["-c", script])
        #expect(ended.output.contains("verify") && ended.output.contains("--profile"), "\(ended.output) \(ended.errors)")
        for shell in ["zsh", "fish"] { #expect(try await Command.run("completion", shell).output.contains("assay")) }
        #expect(try await Command.run("completion", "tcsh").status == 2)
    }

    #if Platform
        @Test func `a terminal gets a line that fits it, a pipe gets plain lines`() async throws {
            let platform = try await ServedPlatform.start()
            let arguments = [
                "verify", "Contracts/core/problems.contract.yaml", "--profile", platform.profile, "--output-dir",
                platform.folder.path("out"),
            ]
            let piped = try await Command.run(Command.assay, arguments)
            #expect(piped.errors.contains("✓ core.problems/") && !piped.errors.contains("\u{1B}") && !piped.errors.contains("\r"))
            let quiet = try await Command.run(Command.assay, arguments + ["--quiet"])
            #expect(quiet.errors.isEmpty, "\(quiet.errors)")
            let verbose = try await Command.run(Command.assay, arguments + ["-v"])
            #expect(verbose.errors.contains("GET https://"), "\(verbose.errors)")
            let python = """
                import fcntl, os, pty, struct, sys, termios
                pid, fd = pty.fork()
                if pid == 0:
                    fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 70, 0, 0))
                    os.execv(sys.argv[1], sys.argv[1:])
                shown = b''
                while True:
                    try:
                        more = os.read(fd, 65536)
                    except OSError:
                        break
                    if not more:
                        break
                    shown += more
                os.waitpid(pid, 0)
                sys.stdout.buffer.write(shown)
                """
            let terminal = try await Command.run("python3", ["-c", python, Command.assay] + arguments)
            let lines = terminal.output.components(separatedBy: "\r\u{1B}[K").dropFirst().dropLast()
            #expect(lines.contains { $0.contains("█") } && lines.allSatisfy { $0.count < 70 }, "\(terminal.output) \(terminal.errors)")
            await platform.stop()
        }
    #endif

    #if Platform
        @Test func `what failed is run again alone, and a result can go to standard output`() async throws {
            let platform = try await ServedPlatform.start()
            let out = platform.folder.path("out")
            let arguments = [
                "verify", "Contracts/core/requests.contract.yaml", "--profile", platform.profile, "--output-dir", out, "--quiet",
            ]
            try await platform.enable(["accepts-unsigned-requests"])
            #expect(try await Command.run(Command.assay, arguments).status == 1)
            try await platform.enable([])
            let again = try await Command.run(Command.assay, arguments + ["--failed", "--reporter", "json"])
            #expect(again.status == 0, "\(again.output.suffix(800)) \(again.errors)")
            let cases = try JSONReader.read(Array(again.output.utf8))["cases"]?.array?.count ?? 0
            #expect((1...12).contains(cases), "\(again.output.prefix(300))")
            let none = try await Command.run(Command.assay, arguments + ["--failed"])
            #expect(none.status == 5, "\(none.output) \(none.errors)")
            await platform.stop()
        }
    #endif
}
