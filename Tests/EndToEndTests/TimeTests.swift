#if Platform && PDF
    import Documents
    import Foundation
    import TestSupport
    import Testing

    /// What happens when time passes, on platforms whose sandbox clock is moved: each judged once, since the clock stays ahead.
    @Suite(.serialized) struct TimeTests {
        /// The month that it is in a day and a half, so that at a month's end a day is still to come.
        private static var month: String { String(Timestamp.wall.advanced(by: .seconds(36 * 3600)).description.prefix(7)) }

        private func judge(_ content: [String], _ platform: ServedPlatform, _ options: String...) async throws -> Command.Ended {
            try await Command.run(
                Command.assay,
                content + ["--profile", try platform.profileThatMovesTime(), "--output-dir", platform.folder.path("out")] + options)
        }

        @Test(arguments: ["wall", "virtual"])
        func `reports become due, notices late and tokens void when their time comes, and the clock stays ahead`(clock: String) async throws
        {
            var platform = try await ServedPlatform.start(month: Self.month)
            #expect(try await platform.clockOffset() == 0)
            let before = try await judge(["verify", "Contracts/extended/time.contract.yaml"], platform)
            #expect(before.status == 0, "\(before.output.suffix(2500)) \(before.errors.suffix(500))")
            let ended = try await judge(["run", "Scenarios/time"], platform, "--clock", clock)
            #expect(ended.status == 0, "\(ended.output.suffix(2500)) \(ended.errors.suffix(500))")
            #expect(ended.output.contains("4 cases"), "\(ended.output)")
            let offset = try await platform.clockOffset()
            #expect(offset >= 2 * 86_400)
            let port = platform.port
            await platform.stop()
            platform = try await ServedPlatform.start(in: platform.folder, port: port, month: Self.month)
            #expect(try await platform.clockOffset() == offset, "a restart turned the clock back")
            await platform.stop()
        }

        @Test func `each fault of time is found out`() async throws {
            let catches = FaultCatches.chosen(of: try FaultCatches.all()).filter(\.movesTime)
            for (fault, content) in catches.map({ ($0.fault, $0.content) }) {
                let platform = try await ServedPlatform.start(month: Self.month)
                try await platform.enable([fault])
                let ended = try await judge(content, platform)
                #expect(ended.status == 1, "\(fault), \(content): \(ended.output.suffix(2500)) \(ended.errors.suffix(500))")
                #expect(ended.output.contains("REQ-") && ended.output.contains("remedy:"), "\(fault): \(ended.output)")
                for line in try BrokenRequirement.all() where line.fault == fault && line.content == content {
                    #expect(line.isNamed(in: ended.output), "\(fault): no finding names \(line.requirement)")
                }
                await platform.stop()
            }
        }

        @Test func `where time cannot be moved, what needs it is not applicable`() async throws {
            let platform = try await ServedPlatform.start()
            let ended = try await Command.run(
                "run", "Scenarios/time", "Scenarios/refusals/no-entry.scenario.yaml", "--profile", platform.profile, "--output-dir",
                platform.folder.path("out"))
            #expect(ended.status == 0, "\(ended.output.suffix(2500)) \(ended.errors.suffix(500))")
            let report = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: platform.folder.path("out/report/report.json")))))
            let outcomes = (report["cases"]?.array ?? []).filter { $0["id"]?.string?.hasPrefix("time.") == true }
                .map { $0["checks"]?.array?.first?["outcome"]?.string }
            #expect(outcomes == Array(repeating: "not-applicable", count: 4))
            await platform.stop()
        }
    }
#endif
