#if Platform
    import Documents
    import Foundation
    import Testing

    /// What the platform promised to tell outlives the platform.
    @Suite struct NoticeTests {
        @Test func `a P1 that was acknowledged is told of after the platform was killed and started again`() async throws {
            var platform = try await ServedPlatform.start()
            let port = platform.port
            let regulator = try await platform.token(of: "ukgc", at: platform.sandbox, scope: "regulator_read")
            let officer = try await platform.token(of: "officer", at: platform.sandbox, scope: "compliance_officer")
            // Nobody listens there, so that what is to be sent stays.
            let address = try await platform.curl(
                as: "ukgc", "-X", "PUT", "-H", "Authorization: Bearer \(regulator)", "-H", "Content-Type: application/json", "-d",
                #"{"webhook": "https://127.0.0.1:1/notices"}"#, "\(platform.sandbox)/regulator/notice-addresses/N-1")
            #expect(address.output.hasSuffix("\n201"), "\(address.output)")
            let event = """
                {"event_id": "\(UUID().uuidString)", "type": "RNG_anomaly", "occurred_at": "2026-11-01T00:00:00Z",
                 "aware_at": "2026-11-01T00:00:00Z", "summary": "A test", "details": {"generator_id": "RNG-1", "finding": "FAILOVER"}}
                """
            let answer = try await platform.curl(
                as: "officer", "-X", "POST", "-H", "Authorization: Bearer \(officer)", "-H", "Content-Type: application/json", "-d", event,
                "\(platform.sandbox)/operator/events")
            #expect(answer.output.hasSuffix("\n201"), "\(answer.output)")
            await platform.kill()
            platform = try await ServedPlatform.start(in: platform.folder, port: port)
            let incident = try #require(try body(answer)["incident_id"]?.string)
            let before = try await attempts(platform, incident, regulator)
            let end = ContinuousClock.now.advanced(by: .seconds(60))
            while ContinuousClock.now < end, try await attempts(platform, incident, regulator) <= before {
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(try await attempts(platform, incident, regulator) > before, "nothing was tried after the start")
            await platform.stop()
        }

        /// How often it was tried to deliver the alert; exactly one message is on record.
        private func attempts(_ platform: ServedPlatform, _ incident: String, _ token: String) async throws -> Int {
            let shown = try await platform.curl(
                as: "ukgc", "-H", "Authorization: Bearer \(token)", "\(platform.sandbox)/regulator/incidents/\(incident)")
            let deliveries = try body(shown)["deliveries"]?.array
            #expect(deliveries?.count == 1, "\(shown.output)")
            return deliveries?.first?["attempts"]?.integer ?? 0
        }

        private func body(_ answer: Command.Ended) throws -> Node {
            try JSONReader.read(Array((answer.output.split(separator: "\n").first ?? "").utf8))
        }
    }
#endif
