import Documents
import Foundation
import Programs
import TestSupport
import Testing

/// The regulator's side as a process: recording and playing again, and the intake that ends with its verdict.
@Suite(.serialized) struct SimulatorTests {
    #if Platform
        @Test func `a recorded session plays again, and a platform that answers otherwise is found out`() async throws {
            let platform = try await ServedPlatform.start()
            let har = platform.folder.path("session.har")
            let out = platform.folder.path("out")
            let recorded = try await Command.run(
                "run", "Scenarios/accepted/ask-and-receive.scenario.yaml", "Scenarios/accepted/pull-a-report.scenario.yaml", "--profile",
                platform.profile, "--output-dir", out, "--record", har)
            #expect(recorded.status == 0, "\(recorded.output.suffix(800)) \(recorded.errors.suffix(500))")
            let log = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: har))))["log"]
            #expect(log?["version"] == "1.2")
            #expect(log?["entries"]?.array?.contains { $0["_direction"] == "received" } == true)
            let replay = ["simulate", "--replay", har, "--speed", "fast", "--profile", platform.profile, "--output-dir", out]
            let same = try await Command.run(Command.assay, replay)
            #expect(same.status == 0, "\(same.output.suffix(1500)) \(same.errors.suffix(500))")
            try await platform.enable(["reports-not-listed"])
            let other = try await Command.run(Command.assay, replay)
            #expect(other.status == 1, "\(other.output.suffix(1500))")
            #expect(other.output.contains("replay.shape") || other.output.contains("replay.status"))
            try await platform.enable(["accepts-unsigned-requests"])
            let spoilt = try await Command.run(
                "run", "Scenarios/refusals/spoilt-questions.scenario.yaml", "--profile", platform.profile, "--output-dir", out)
            #expect(spoilt.status == 1, "\(spoilt.output.suffix(800))")
            await platform.stop()
        }
    #endif

    @Test func `the intake ends with what came of it`() async throws {
        #expect(try await mock(sending: nil).status == 5)
        let wrong = try await mock(sending: #"{"request_id":"x"}"#)
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("REQ-API-005") && wrong.output.contains("remedy:"))
    }

    @Test(arguments: [
        ["mock", "Contracts/core/reports.contract.yaml"], ["mock", "--personality", "nobody"], ["mock", "--mischief", "teapot=1"],
        ["simulate", "--profile", "x.profile.yaml", "--speed", "0"],
        ["simulate", "--profile", "x.profile.yaml", "--witness-log", "key"],
        ["simulate", "--profile", "x.profile.yaml", "--witness", "folder", "--replay", "session.har"],
        ["run", "--dry-run", "--mischief", "delay=7"], ["run", "--clock", "sideways"],
    ])
    func `what cannot be meant is refused as usage`(arguments: [String]) async throws {
        #expect(try await Command.run(Command.assay, arguments).status == 2)
    }

    /// Starts the intake, sends one delivery if there is one, and asks it to end.
    private func mock(sending body: String?) async throws -> (status: Int32, output: String) {
        var program = Command.program(Command.assay, ["mock", "Contracts/core/callbacks.contract.yaml", "--personality", "ukgc"])
        let pipe = Pipe()
        program.output = .pipe(pipe)
        let process = try program.start()
        let output = pipe.fileHandleForReading
        let first = await output.nextLine()
        let ready = try JSONReader.read(Array(first.utf8))
        let address = try #require(ready["mailboxes"]?["callbacks"]?.string)
        var judged = ""
        if let body {
            let sent = try await Command.run(
                "curl",
                [
                    "-s", "--max-time", "20", "-w", "%{http_code}", "-H", "Content-Type: application/json", "-H",
                    "Idempotency-Key: 0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11", "-d", body, address,
                ])
            #expect(sent.output.contains("UKGC-000001") && sent.output.hasSuffix("202"), "\(sent.output)")
            // The verdict is printed once the request is judged.
            judged = await output.nextLine()
        }
        process.terminate()
        let rest = await withCheckedContinuation { (continuation: CheckedContinuation<String, Never>) in
            Thread {
                let rest = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
                continuation.resume(returning: rest)
            }.start()
        }
        return (await process.end().status, judged + rest)
    }
}
