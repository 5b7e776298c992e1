#if Platform && PDF
    import Documents
    import Foundation
    import Programs
    import TestSupport
    import Testing

    /// The demo's own programs: that it starts them, does without them, and leaves none behind.
    @Suite(.serialized) struct DemoTests {
        private static let sshd = "/usr/sbin/sshd"

        /// A demo that is under way: its keys are made, its platform answers, its first cases run.
        private struct Running {
            let folder: TemporaryFolder
            let process: RunningProgram
            let errors: String

            var output: String { folder.path("demo") }
        }

        /// Starts one and reads what it says until it says how many cases there are.
        private func start(_ arguments: String...) async throws -> Running {
            let folder = try TemporaryFolder()
            var program = Command.program(Command.assay, ["demo", "--output-dir", folder.path("demo")] + arguments)
            let pipe = Pipe()
            program.errors = .pipe(pipe)
            let process = try program.start()
            let handle = pipe.fileHandleForReading
            var text = ""
            while text.firstMatch(of: /[0-9]+ cases/) == nil {
                let more = await handle.nextLine()
                if more.isEmpty { break }
                text += more
            }
            // Nobody reads on: a pipe that is full would hold the demo up.
            handle.readabilityHandler = { if $0.availableData.isEmpty { $0.readabilityHandler = nil } }
            return Running(folder: folder, process: process, errors: text)
        }

        /// Command lines of processes that name a path.
        private func processes(naming path: String) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return names.filter { Int($0) != nil }.compactMap { name in
                guard let bytes = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else { return nil }
                let line = String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
                return line.contains(path) ? line : nil
            }
        }

        private func cases(of running: Running) throws -> [Node] {
            let report = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: "\(running.output)/report/report.json"))))
            return report["cases"]?.array ?? []
        }

        @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: sshd), "no openssh-server: the demo's drop is not tried"))
        func `a demo that is interrupted takes its SFTP server with it`() async throws {
            let running = try await start()
            let servers = processes(naming: "\(running.output)/sftp/sshd_config")
            #expect(servers.contains { $0.contains(Self.sshd) }, "\(servers) \(running.errors)")
            #expect(!running.errors.contains("not shown"), "\(running.errors)")
            running.process.send(SIGINT)
            _ = await running.process.end()
            #expect(running.process.ended == .exited(130))
            #expect(processes(naming: running.output) == [])
        }

        @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: sshd), "no openssh-server: the demo's drop is not tried"))
        func `an SFTP server does not outlive a demo that is killed`() async throws {
            let running = try await start()
            #expect(processes(naming: "\(running.output)/sftp/sshd_config").isEmpty == false)
            running.process.send(SIGKILL)
            _ = await running.process.end()
            let end = ContinuousClock.now + .seconds(20)
            while !processes(naming: running.output).isEmpty, ContinuousClock.now < end { await Task.yield() }
            #expect(processes(naming: running.output) == [])
        }

        @Test(arguments: ["/nowhere/sshd", "/bin/false"])
        func `without an SFTP server the demo says so, and its cases are not applicable`(sshd: String) async throws {
            let running = try await start("--sshd", sshd)
            #expect(running.errors.contains("not shown: reports in an SFTP drop; OpenSSH's server "), "\(running.errors)")
            #expect(running.errors.contains("CI/setup openssh-server") == (sshd == "/nowhere/sshd"))
            running.process.send(SIGINT)
            _ = await running.process.end()
            let profile = try String(contentsOfFile: "\(running.output)/profile.yaml", encoding: .utf8)
            #expect(!profile.contains("sftp_drop") && !profile.contains("folder: drop"))
            let dropped = try #require(try cases(of: running).first { $0["id"] == "delivery.dropped" })
            #expect(dropped["checks"]?.array?.first?["reason"]?.string?.contains("`sftp_drop`") == true, "\(dropped)")
            #expect(dropped["checks"]?.array?.map { $0["outcome"] } == ["not-applicable"], "\(dropped)")
        }

        @Test func `a folder that no demo made is left as it is`() async throws {
            let folder = try TemporaryFolder()
            try FileManager.default.createDirectory(atPath: folder.path("demo"), withIntermediateDirectories: true)
            _ = try folder.write("mine", to: "demo/kept.txt")
            let ended = try await Command.run("demo", "--output-dir", folder.path("demo"))
            #expect(ended.status == 2 && ended.errors.contains("no demo made it"), "\(ended.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("demo")) == ["kept.txt"])
        }
    }
#endif
