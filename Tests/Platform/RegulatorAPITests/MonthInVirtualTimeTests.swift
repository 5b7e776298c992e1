import Access
import Delivery
import Documents
import Foundation
import MessageSignatures
import Reporting
import SourceData
import Store
import Synchronization
import TestSupport
import Testing
import Transport

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// October 2026 in the sandbox, from due instant to due instant of its clock, with a restart and a receiver that is away.
    @Suite struct MonthInVirtualTimeTests {
        private static let start = Timestamp(milliseconds: 1_790_812_800_000)  // 2026-10-01T00:00:00Z
        private static let channel = "uk-by-upload"

        /// Answers uploads, or refuses them while it is away.
        private final class Receiver: Sendable {
            let isAway = Mutex(false)
            let taken = Mutex<[String]>([])

            func take(_ request: OutgoingRequest) throws -> IncomingResponse {
                if isAway.withLock({ $0 }) { return IncomingResponse(status: 503) }
                let id = try JSONReader.read(request.body)["delivery_id"]?.string ?? ""
                taken.withLock { $0.append(id) }
                return IncomingResponse(status: 202, body: Array("{}".utf8))
            }
        }

        /// A platform whose machine stands at the month's beginning, and what works on its deliveries.
        private struct Operator {
            let services: RealmServices
            let clock: SandboxClock
            let worker: OutboxWorker
            let alarms: Alarms

            func advance(to instant: Timestamp) throws {
                let seconds = (instant - clock.now()).components.seconds
                if seconds > 0 { try clock.advance(by: seconds) }
            }

            /// Makes what is due and works until nothing is left to do at this instant.
            func work() async throws -> [ReportRun] {
                let made = try await services.shelf.service.catchUp(now: services.now())
                try await deliver()
                return made
            }

            func deliver() async throws {
                while try await worker.workOnce(as: "month") {}
                try await worker.watchOnce()
            }

            func nextDue() throws -> Timestamp? {
                let schedule = Schedule(templates: services.shelf.service.templates.templates)
                return try services.licences.compactMap { try schedule.next(of: $0, after: services.now()) }.min()
            }
        }

        private final class Alarms: Sendable {
            let given = Mutex<[(delivery: String, percent: Int)]>([])
        }

        private func open(_ folder: TemporaryFolder, _ receiver: Receiver, _ alarms: Alarms) async throws -> (PlatformAssembly, Operator) {
            let assembly = try await PlatformAssembly.make(
                Harness.configuration(folder.path, players: 2), logger: Harness.quiet, now: { Self.start })
            let services = assembly.sandbox
            let clock = try #require(services.configuration.clock)
            let courier = Courier(
                signer: DeliverySigner(key: services.configuration.signer(.delivery), newNonce: { UUID().uuidString }), relay: nil,
                ports: .init(
                    send: { try receiver.take($0) }, mail: { _, _ in throw Unused() }, put: { _, _, _ in throw Unused() },
                    now: services.now))
            let worker = OutboxWorker(
                outbox: services.outbox, store: services.store, trail: services.trail, courier: courier,
                ports: .init(
                    parcel: { try await ReportParcel(of: $0, from: services.shelf.service, store: services.store) },
                    isRegistered: { _, _ in true },
                    alarm: { alarm in alarms.given.withLock { $0.append((alarm.deliveryID, alarm.percent)) } }, now: services.now,
                    spread: { 0.99 }), baseURL: services.realm.issuer, operatorID: services.operatorID, wake: Signal(),
                logger: Harness.quiet)
            return (assembly, Operator(services: services, clock: clock, worker: worker, alarms: alarms))
        }

        private struct Unused: Error {}

        private func folder() throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            _ = try DevelopmentPKI(directory: folder.url.appending(path: "pki"), now: Self.start).create()
            let plan: Node = [
                "schema_version": 1, "relay": .null, "drops": [:],
                "channels": [
                    [
                        "id": .string(Self.channel), "realm": "sandbox", "licence": "UKGC-000123", "templates": ["T16"], "format": "csv",
                        "kind": "regulator-api", "url": "https://127.0.0.1:9/uploads", "client": "ukgc",
                    ]
                ],
            ]
            _ = try folder.write(String(decoding: plan.prettyBytes(), as: UTF8.self), to: "pki/deliveries.json")
            return folder
        }

        @Test func `every report is made once, through a restart, and an absent receiver gets his in the end`() async throws {
            let (folder, receiver, alarms) = (try folder(), Receiver(), Alarms())
            let end = try Timestamp(parsing: "2026-11-01T06:00:00Z")
            // The half hour before the day ends in London.
            let (half, away) = (try Timestamp(parsing: "2026-10-15T12:00:00Z"), try Timestamp(parsing: "2026-10-20T22:30:00Z"))
            var (assembly, platform) = try await open(folder, receiver, alarms)
            var made: [ReportRun] = []
            var (isRestarted, wasAway) = (false, false)
            while let due = try platform.nextDue(), due <= end {
                if due > half, !isRestarted {
                    isRestarted = true
                    try await assembly.close()
                    (assembly, platform) = try await open(folder, receiver, alarms)
                    #expect(platform.clock.now() > half.advanced(by: .seconds(-86_400)), "the clock went back by the restart")
                    made += try await platform.work()
                }
                try platform.advance(to: due)
                if due > away, !wasAway {
                    wasAway = true
                    try await outage(platform, receiver, made: &made)
                }
                made += try await platform.work()
            }
            try check(made)
            let delivered = try await platform.services.store.read { try $0.deliveriesToWatch() }
            #expect(delivered.isEmpty, "\(delivered.count) deliveries are still open")
            let ukgc = made.filter { $0.licence == "UKGC-000123" && $0.template == "T16" }
            let taken = receiver.taken.withLock { $0 }
            #expect(taken.count == ukgc.count && Set(taken).count == taken.count, "\(taken.count) uploads of \(ukgc.count) reports")
            try await assembly.close()
        }

        /// Ninety minutes without the receiver, looked at every minute.
        private func outage(_ platform: Operator, _ receiver: Receiver, made: inout [ReportRun]) async throws {
            receiver.isAway.withLock { $0 = true }
            made += try await platform.work()
            let open = try await platform.services.store.read { try $0.deliveriesToWatch() }.map(\.deliveryID)
            #expect(!open.isEmpty)
            for minute in 1...120 {
                if minute > 90 { receiver.isAway.withLock { $0 = false } }
                try platform.clock.advance(by: 60)
                try await platform.deliver()
            }
            let given = platform.alarms.given.withLock { $0 }
            #expect(given.map(\.delivery).allSatisfy(open.contains), "an alarm for a delivery that arrived in time")
            for delivery in open {
                #expect(given.filter { $0.delivery == delivery }.map(\.percent) == [50, 80])
                #expect(receiver.taken.withLock { $0 }.contains(delivery))
            }
        }

        private func check(_ made: [ReportRun]) throws {
            let names = made.map { "\($0.template) \($0.licence) \($0.period)" }
            #expect(Set(names).count == names.count, "made twice: \(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys)")
            #expect(made.allSatisfy { $0.revision == 1 && $0.replaces == nil })
            let month = try Period(parsing: "2026-10")
            for licence in ["UKGC-000123", "MGA-B2C-456-2019", "CGA-OGL-2024-789"] {
                let activity = made.filter { $0.licence == licence && $0.template == "T16" }
                let days = activity.filter { $0.period.kind == .day }.map(\.period.firstDay)
                // From the first day of which anything is known.
                let known = month.days.drop { $0 != days.first }
                #expect(days == Array(known) && known.count > 25, "\(licence)")
                #expect(activity.contains { $0.period.description == "2026-10" })
                for week in ["2026-W41", "2026-W42", "2026-W43"] {
                    #expect(activity.count { $0.period.description == week } == 1, "\(licence) \(week)")
                }
            }
            #expect(names.contains("T05 MGA-B2C-456-2019 2026-10") && names.contains("T14 CGA-OGL-2024-789 2026-10"))
            let switched = try #require(made.first { $0.licence == "UKGC-000123" && $0.period.description == "2026-10-25" })
            #expect(switched.bounds.upperBound - switched.bounds.lowerBound == .seconds(25 * 3600), "the day on which summer time ends")
        }
    }
}
