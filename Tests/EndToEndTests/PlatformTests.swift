#if Platform && PDF
    import Foundation
    import TestSupport
    import Testing

    /// The judge against the served platform: right as it is, wrong in each named way, and closed to whoever has no business there.
    @Suite(.serialized) struct PlatformTests {
        @Test func `the platform passes as it is, fails with each fault, and passes again`() async throws {
            let platform = try await ServedPlatform.start()
            let offered = try await platform.faults()
            let all = try FaultCatches.all()
            let listed = Set(all.map(\.fault))
            #expect(listed == Set(offered), "differ: \(listed.symmetricDifference(offered))")
            let catches = FaultCatches.chosen(of: all).filter { !$0.movesTime }
            // Half of them on a platform of their own, at the same time: a fault is on for all who ask a platform.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let second = try await ServedPlatform.start()
                    try await caught(catches.enumerated().filter { $0.offset % 2 == 1 }.map(\.element), second)
                    await second.stop()
                }
                try await broken(platform)
                // Last, since it ends with a run that is right, whose report is looked at below.
                try await caught(catches.enumerated().filter { $0.offset % 2 == 0 }.map(\.element), platform)
                try await group.waitForAll()
            }
            try await refusals(platform)
            try await uncovered(platform)
            try await bundle(platform)
            await platform.stop()
            #expect([0, 143].contains(platform.endedWith))
        }

        /// Each content is right, wrong with its fault, and right again when that is off.
        private func caught(_ catches: [FaultCatches], _ platform: ServedPlatform) async throws {
            try await platform.enable([])
            for content in Set(catches.map(\.content)) { try await expect(0, content, platform, "no fault") }
            for (fault, content) in catches.map({ ($0.fault, $0.content) }) {
                try await platform.enable([fault])
                let ended = try await expect(1, content, platform, fault)
                #expect(ended.output.contains("REQ-"), "\(fault): the finding names no requirement")
                #expect(ended.output.contains("remedy:"), "\(fault): the finding names no remedy")
            }
            try await platform.enable([])
            for content in Set(catches.map(\.content)) { try await expect(0, content, platform, "no fault any more") }
        }

        /// Each requirement that no refusal shows is found broken by name, and only with the fault.
        private func broken(_ platform: ServedPlatform) async throws {
            let lines = BrokenRequirement.chosen(of: try BrokenRequirement.all()).filter { !$0.movesTime }
            try await platform.enable([])
            for content in Set(lines.map(\.content)) { try await expect(0, content, platform, "no fault") }
            for fault in Set(lines.map(\.fault)).sorted() {
                try await platform.enable([fault])
                for content in Set(lines.filter { $0.fault == fault }.map(\.content)) {
                    let ended = try await expect(1, content, platform, fault)
                    for line in lines where line.fault == fault && line.content == content {
                        #expect(
                            line.isNamed(in: ended.output), "\(fault): no finding names \(line.requirement)\n\(ended.output.prefix(3000))")
                    }
                }
            }
        }

        /// A requirement that was asked for and that no selected case covers is a hole, however well the rest did.
        private func uncovered(_ platform: ServedPlatform) async throws {
            let ended = try await Command.run(
                "verify", "--requirement", "REQ-AUD-002", "--requirement", "REQ-SIM-003", "--profile", platform.profile, "--output-dir",
                platform.folder.path("holes"))
            #expect(ended.status == 6, "\(ended.output) \(ended.errors)")
            #expect(ended.output.contains("Not fully verified") && ended.output.contains("REQ-SIM-003"), "\(ended.output)")
        }

        /// The bundle of the last run, checked by the binary as its receiver would, whole and spoilt.
        private func bundle(_ platform: ServedPlatform) async throws {
            let (report, trust) = (platform.folder.path("out/report"), platform.folder.path("out/trust.jwks"))
            func outcome(_ folder: String, _ options: String...) async throws -> (status: Int32, word: Substring) {
                let ended = try await Command.run(Command.assay, ["report", "verify", folder] + options)
                return (ended.status, ended.output.prefix { $0 != " " && $0 != "\n" })
            }
            #expect(try await outcome(report, "--trust", trust) == (0, "VALID"))
            let shown = try await Command.run("report", "show", report)
            #expect(shown.status == 0 && shown.output.contains("Conformant: "), "\(shown.output)")
            let again = platform.folder.path("again.xml")
            #expect(try await Command.run("report", "render", report, "--format", "junit", "--output", again).status == 0)
            #expect(FileManager.default.contentsEqual(atPath: again, andPath: report + "/junit.xml"))
            #expect(try await outcome(report) == (10, "UNKNOWN_KEY"))
            #expect(try await outcome(report, "--trust", platform.folder.path("holes/trust.jwks")) == (10, "UNKNOWN_KEY"))

            let files = FileManager.default
            let members = (files.enumerator(atPath: report)?.compactMap { $0 as? String } ?? []).filter { name in
                (try? files.attributesOfItem(atPath: "\(report)/\(name)")[.type] as? FileAttributeType) == .typeRegular
            }
            #expect(members.count > 5 && members.contains("report.json"))
            let spoilt = platform.folder.path("spoilt")
            func afterSpoiling(_ spoil: () throws -> Void) async throws -> (status: Int32, word: Substring) {
                if files.fileExists(atPath: spoilt) { try files.removeItem(atPath: spoilt) }
                try files.copyItem(atPath: report, toPath: spoilt)
                try spoil()
                return try await outcome(spoilt, "--trust", trust)
            }
            let bad: Set<Substring> = ["TAMPERED", "INCOMPLETE", "MALFORMED"]
            for member in members.filter({ !$0.hasPrefix("evidence/") }) + members.filter({ $0.hasPrefix("evidence/") }).prefix(2) {
                let changed = try await afterSpoiling {
                    let url = URL(filePath: "\(spoilt)/\(member)")
                    var bytes = try Data(contentsOf: url)
                    bytes[bytes.startIndex + bytes.count / 2] ^= 1
                    try bytes.write(to: url)
                }
                #expect(changed.status == 10 && bad.contains(changed.word), "\(member) changed: \(changed)")
                let removed = try await afterSpoiling { try files.removeItem(atPath: "\(spoilt)/\(member)") }
                #expect(removed.status == 10 && bad.contains(removed.word), "\(member) removed: \(removed)")
            }
            let added = try await afterSpoiling { try Data("{}".utf8).write(to: URL(filePath: "\(spoilt)/evidence/one-more.json")) }
            #expect(added.status == 10 && bad.contains(added.word), "one member more: \(added)")
        }

        @discardableResult
        private func expect(
            _ status: Int32, _ content: [String], _ platform: ServedPlatform, _ what: String
        ) async throws -> Command.Ended {
            let ended = try await Command.run(
                Command.assay, content + ["--profile", platform.profile, "--output-dir", platform.folder.path("out"), "--jobs", "4"])
            #expect(
                ended.status == status,
                "\(what), \(content): \(ended.output.suffix(1500)) \(ended.status < 0 ? ended.errors.prefix(6000) : ended.errors.suffix(500))"
            )
            return ended
        }

        /// The refusals that `curl` can show, in the production realm too.
        private func refusals(_ platform: ServedPlatform) async throws {
            for base in [platform.sandbox, platform.production] {
                let list = "\(base)/regulator/reports/2026-10-15"
                let bare = try await platform.curl(as: nil, list)
                #expect(bare.output.contains("certificate-required") && bare.output.hasSuffix("\n401"), "\(bare.output)")
                let stranger = try await platform.curl(as: "stranger", list)
                #expect(stranger.status != 0, "a stranger's certificate must be refused in the handshake: \(stranger.output)")
                let elsewhere = try await platform.curl(as: "ukgc", "--interface", "127.0.0.2", list)
                #expect(elsewhere.output.contains("address-refused") && elsewhere.output.hasSuffix("\n403"), "\(elsewhere.output)")
                let tokenless = try await platform.curl(as: "ukgc", list)
                #expect(tokenless.output.hasSuffix("\n401"), "\(tokenless.output)")
            }
            for base in [platform.sandbox, platform.production] {
                let list = "\(base)/regulator/reports/2026-10-15"
                let own = try await platform.token(of: "ukgc", at: base, scope: "regulator_read")
                let served = try await platform.curl(as: "ukgc", "-H", "Authorization: Bearer \(own)", list)
                #expect(served.output.hasSuffix("\n200"), "\(served.output)")
                let borrowed = try await platform.curl(as: "mga", "-H", "Authorization: Bearer \(own)", list)
                #expect(borrowed.output.hasSuffix("\n401"), "another client's token: \(borrowed.output)")
                let roleless = try await platform.curl(
                    as: "ukgc", "-H", "Authorization: Bearer \(own)", "-X", "PUT", "-H", "Content-Type: application/json", "-d", "{}",
                    "\(base)/operator/bonus_rule/BR-7")
                #expect(roleless.output.contains("role") && roleless.output.hasSuffix("\n403"), "without the role: \(roleless.output)")
            }
            let faults = try await platform.curl(as: "ukgc", "\(platform.production)/regulator/faults")
            #expect(faults.output.hasSuffix("\n404"), "production must not know faults: \(faults.output)")
        }
    }
#endif
