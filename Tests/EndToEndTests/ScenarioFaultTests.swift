#if Platform && PDF
    import Documents
    import Foundation
    import Synchronization
    import TestSupport
    import Testing

    /// What scenarios say of themselves in `broken_by` is true: right without the fault, wrong with it. Asked for by
    /// `CI/checks/scenario-faults` only, because it takes minutes; `faults.txt` holds each fault against one content in every run.
    @Suite(.serialized) struct ScenarioFaultTests {
        /// A scenario with the faults that it names.
        private struct Claim: Sendable {
            let file: String
            let faults: [String]

            /// Whether the scenario moves the platform's clock, which stays ahead: every run of it gets a platform of its own.
            var movesTime: Bool { file.hasPrefix("Scenarios/time/") }
        }

        /// Those that nobody has taken yet.
        private final class Queue: Sendable {
            private let claims: Mutex<[Claim]>

            init(_ claims: [Claim]) { self.claims = Mutex(claims.reversed()) }

            func next() -> Claim? { claims.withLock { $0.popLast() } }
        }

        /// The month that it is in a day and a half, so that at a month's end a day is still to come.
        private static var month: String { String(Timestamp.wall.advanced(by: .seconds(36 * 3600)).description.prefix(7)) }
        private static let environment = ProcessInfo.processInfo.environment
        /// `scenario=fault`: a claim that is false, added so that the check is seen to fail; then nothing else is tried.
        private static let falsehood = environment["ASSAY_FALSE_CLAIM"]

        @Test(.enabled(if: environment["ASSAY_SCENARIO_FAULTS"] != nil, "only CI/checks/scenario-faults asks for it"))
        func `each fault that a scenario names turns it red`() async throws {
            let claims = try Self.claims()
            #expect(claims.count > 25 || Self.falsehood != nil)
            let queue = Queue(claims)
            // Most of a scenario's time is waiting: several at once, each with a platform of its own, since a fault is on for all who ask it.
            let pairs = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var (platform, pairs) = (try await ServedPlatform.start(), 0)
                        while let claim = queue.next() {
                            try await Self.tryOut(claim, &platform)
                            pairs += claim.faults.count
                        }
                        await platform.stop()
                        return pairs
                    }
                }
                return try await group.reduce(0, +)
            }
            print("scenario-faults: \(claims.count) scenarios, \(pairs) faults")
        }

        /// Once without a fault, then once with each.
        private static func tryOut(_ claim: Claim, _ platform: inout ServedPlatform) async throws {
            let offered = Set(try await platform.faults())
            #expect(offered.isSuperset(of: claim.faults), "\(claim.file) names faults that there are not: \(claim.faults)")
            for fault in [nil] + claim.faults.map(Optional.some) {
                if claim.movesTime {
                    await platform.stop()
                    platform = try await ServedPlatform.start(month: month)
                }
                try await platform.enable([fault].compactMap(\.self))
                let profile = claim.movesTime ? try platform.profileThatMovesTime() : platform.profile
                let ended = try await Command.run("run", claim.file, "--profile", profile, "--output-dir", platform.folder.path("out"))
                #expect(
                    ended.status == (fault == nil ? 0 : 1),
                    "\(claim.file), \(fault ?? "no fault"): \(ended.output.suffix(1500)) \(ended.errors.suffix(500))")
            }
            if claim.movesTime {
                await platform.stop()
                platform = try await ServedPlatform.start()
            } else {
                try await platform.enable([])
            }
            print("scenario-faults: \(claim.file): \(claim.faults.joined(separator: ", "))")
        }

        private static func claims() throws -> [Claim] {
            if let falsehood {
                let parts = falsehood.split(separator: "=").map(String.init)
                return [Claim(file: parts[0], faults: Array(parts.dropFirst()))]
            }
            let folder = PeerData.repository.appending(path: "Scenarios")
            let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            return try files.filter { $0.hasSuffix(".scenario.yaml") }.sorted().compactMap { file in
                let document = try YAMLReader.read([UInt8](Data(contentsOf: folder.appending(path: file))))
                let faults = (document["broken_by"]?.array ?? []).compactMap(\.string)
                return faults.isEmpty ? nil : Claim(file: "Scenarios/\(file)", faults: faults)
            }
        }
    }
#endif
