#if Platform
    import AuditTrail
    import Documents
    import Foundation
    import Logging
    import MessageSignatures
    import Programs
    import Simulator
    import Store
    import TestSupport
    import Testing
    import TransparencyLog
    import Transport

    /// The platform's log and the simulator that cosigns it, over HTTP: within this process, and as the two commands.
    @Suite(.serialized) struct WitnessTests {
        /// A log in a folder with its database.
        private struct Log {
            let folder: TemporaryFolder
            let store: PlatformStore
            let sequencer: Sequencer
            let trail: AuditTrail

            init(_ signer: NoteSigner) async throws {
                folder = try TemporaryFolder()
                store = try PlatformStore(.init(directory: folder.path))
                trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
                sequencer = try await Sequencer(
                    store: store, tiles: DirectoryTileStore(directory: folder.path("log")), signer: signer,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            }

            func publish(_ count: Int) async throws {
                let trail = trail
                try await store.write { transaction in
                    for number in 0..<count {
                        _ = try trail.record(
                            in: transaction,
                            AuditEntry(
                                at: Timestamp(seconds: 1_800_000_000), operatorID: "northwind", subject: .operation,
                                actor: AuditActor(subject: "o", clientID: "officer"), action: .update, entity: "bonus_rule", id: "BR-7",
                                before: nil, after: ["percentage": .integer(number)], reason: "asked for", requestID: "q-\(number)"))
                    }
                }
                try await sequencer.publish()
            }

            func round(_ policy: LogPolicy, _ client: HTTPClient) -> WitnessRound {
                WitnessRound(
                    sequencer: sequencer, policy: policy,
                    send: { url, body in
                        let answer = try await client.send(
                            OutgoingRequest(method: body == nil ? "GET" : "POST", url: url, body: body ?? [], timeout: .seconds(10)))
                        return WitnessRound.Answer(status: answer.status, body: answer.body)
                    }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            }
        }

        @Test func `a cosigned log satisfies its policy; one that was set back is refused`() async throws {
            let signer = try NoteSigner(name: "assay.invalid/northwind/test", key: [UInt8](repeating: 7, count: 32))
            let folder = try TemporaryFolder()
            let witness = try Witness(
                signer: NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 8, count: 32)), logs: [signer.verifier],
                folder: folder.path("witness"))
            let inbox = try CallbackInbox(InboxConfiguration(tls: nil), witness: witness)
            let (ready, tell) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await inbox.run { tell.finish() } }
                for await _ in ready {}
                try await self.rounds(signer, witness.verifierKey, inbox.witnessAddress, folder)
                group.cancelAll()
                try await group.waitForAll()
            }
        }

        private func rounds(_ signer: NoteSigner, _ key: String, _ url: String, _ folder: TemporaryFolder) async throws {
            let text = "log \(signer.verifierKey)\nwitness w \(key) \(url)\nquorum w\n"
            let policy = try LogPolicy(parsing: Array(text.utf8))
            let file = try folder.write(text, to: "log.policy")
            let client = HTTPClient(trust: .system)
            defer { client.close() }
            let log = try await Log(signer)
            let round = log.round(policy, client)
            func verified() async throws -> Command.Ended {
                try await Command.run("audit", "verify", log.folder.path("log"), "--policy", file)
            }
            try await round.compareHeld()
            for count in [5, 300] {
                try await log.publish(count)
                let early = try await verified()
                #expect(early.status == 10 && early.output.contains("quorum"), "\(early.output) \(early.errors)")
                try await round.ask()
                let ended = try await verified()
                #expect(ended.status == 0 && ended.output.hasPrefix("VALID"), "\(ended.output) \(ended.errors)")
            }
            let earlier = try await Log(signer)
            try await earlier.publish(4)
            await #expect(throws: AuditError(.witnessAhead, "")) { try await earlier.round(policy, client).compareHeld() }
            await #expect(throws: AuditError(.witnessAhead, "")) { try await earlier.publish(1) }
            let other = try await Log(signer)
            try await other.publish(400)
            await #expect(throws: AuditError(.logDiffers, "")) { try await other.round(policy, client).ask() }
            // The witness was not led astray by any of them.
            try await log.publish(1)
            try await round.ask()
            #expect(try await verified().status == 0)
        }

        @Test func `a served platform is cosigned by assay simulate, and does not start from an older copy`() async throws {
            let folder = try TemporaryFolder()
            let made = try await Command.run("pki", "init", folder.path("pki"))
            try #require(made.status == 0, "\(made.errors)")
            let log = try logKey(folder)
            let (simulator, ready) = try await simulate(folder, log)
            defer { simulator.terminate() }
            let (url, key) = (try #require(ready["witness"]?.string), try #require(ready["witness_key"]?.string))
            let policy = try folder.write("log \(log)\nwitness simulator \(key) \(url)\nquorum simulator\n", to: "pki/log-sandbox.policy")
            try FileManager.default.createDirectory(atPath: folder.path("copies"), withIntermediateDirectories: true)

            let first = try await ServedPlatform.start(in: folder)
            try await read(first)
            #expect(try await isCosigned(folder, policy))
            await first.stop()
            try FileManager.default.copyItem(atPath: folder.path("data/sandbox"), toPath: folder.path("copies/sandbox"))

            let second = try await ServedPlatform.start(in: folder)
            for _ in 0..<3 { try await read(second) }
            #expect(try await isCosigned(folder, policy))
            await second.stop()

            try FileManager.default.removeItem(atPath: folder.path("data/sandbox"))
            try FileManager.default.copyItem(atPath: folder.path("copies/sandbox"), toPath: folder.path("data/sandbox"))
            let refused = try await Command.run(
                "platform", "serve", "--pki", folder.path("pki"), "--data", folder.path("data"), "--port", "0", "--operations-port", "0",
                "--players", "3")
            #expect(refused.status != 0 && refused.output.isEmpty, "\(refused.output)")
            #expect(refused.errors.contains("witness-ahead"), "\(refused.errors)")
        }

        /// The verifier key of the sandbox's log, from its private one.
        private func logKey(_ folder: TemporaryFolder) throws -> String {
            let text = try String(contentsOfFile: folder.path("pki/log-sandbox.key"), encoding: .utf8)
            let seed = try #require(Base64URL.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            return try NoteSigner(name: "assay.invalid/northwind/sandbox", key: seed).verifierKey
        }

        private func simulate(_ folder: TemporaryFolder, _ log: String) async throws -> (RunningProgram, Node) {
            let profile = try folder.write(
                """
                schema_version: 1
                environment: sandbox
                platform: { base_url: "https://127.0.0.1:1", trust: "file:pki/ca.pem", log_key: "\(log)" }
                identities: { regulator: { certificate: "file:pki/ukgc.pem", key: "file:pki/ukgc.key" } }
                callbacks: { listen: "127.0.0.1:0", certificate: "file:pki/simulator.pem", key: "file:pki/simulator.key", trust: "file:pki/ca.pem" }
                allow_effects: [read]

                """, to: "simulator.profile.yaml")
            var program = Command.program(
                Command.assay, ["simulate", "--profile", profile, "--console-port", "0", "--witness", folder.path("witness")])
            let output = Pipe()
            program.output = .pipe(output)
            let process = try program.start()
            return (process, try JSONReader.read(Array(await output.fileHandleForReading.nextLine().utf8)))
        }

        /// Reads something, which is an event of the log, and has it published: the checkpoint is asked for.
        private func read(_ platform: ServedPlatform) async throws {
            let token = try await platform.token(of: "ukgc", at: platform.sandbox, scope: "regulator_read")
            for path in ["reports/2026-10", "audit/checkpoint"] {
                let answer = try await platform.curl(
                    as: "ukgc", "-H", "Authorization: Bearer \(token)", "\(platform.sandbox)/regulator/\(path)")
                try #require(answer.output.hasSuffix("\n200"), "\(answer.output)")
            }
        }

        /// Whether the published log is cosigned within half a minute, as the command that verifies it sees it.
        private func isCosigned(_ folder: TemporaryFolder, _ policy: String) async throws -> Bool {
            for _ in 0..<60 {
                if try await Command.run("audit", "verify", folder.path("data/sandbox/log"), "--policy", policy).status == 0 { return true }
                try await Task.sleep(for: .milliseconds(500))
            }
            return false
        }
    }
#endif
