import Documents
import HTTPTypes
import Results
import Scenarios
import Synchronization
import Testing
import Transport

@testable import Simulator

/// The intake alone, and what mailboxes answer in a style and on purpose.
@Suite struct IntakeTests {
    private func check(_ outcome: CheckOutcome, _ name: String = "status", severity: Severity = .error) -> CheckRecord {
        let finding = Finding(code: "a.b", severity: severity, message: "m", remedy: "r")
        return CheckRecord(check: name, outcome: outcome, findings: outcome == .failed ? [finding] : [])
    }

    private func verdict(_ checks: [[CheckRecord]]) -> Intake.Verdict {
        let reception = Reception(
            number: 1, mailbox: "m", method: "POST", targetURI: "http://x", fields: [:], body: [], receivedAt: Fixture.now, peer: nil,
            remoteAddress: "::1", answer: .accepted)
        return checks.reduce(.nothingReceived) { verdict, checks in
            verdict.after(Intake.Judged(reception: reception, interaction: nil, checks: checks))
        }
    }

    @Test func `the verdict is the worst of what came, and silence is none`() {
        #expect(verdict([]) == .nothingReceived)
        #expect(verdict([[check(.passed)]]) == .satisfied)
        #expect(verdict([[check(.passed)], [check(.failed)], [check(.passed)]]) == .failed)
        #expect(verdict([[check(.passed)], [check(.skipped)]]) == .notFullyVerified)
        #expect(verdict([[]]) == .notFullyVerified)
        #expect(verdict([[check(.skipped, "delivery.within"), check(.passed)]]) == .satisfied)
        #expect(verdict([[check(.failed, severity: .warning)]]) == .satisfied)
    }

    @Test func `what is sent to it is judged, and the verdict is given when it ends`() async throws {
        let key = try Fixture.key()
        for (isGood, expected) in [(true, Intake.Verdict.satisfied), (false, .failed)] {
            let seen = Seen()
            let verdict = try await withThrowingTaskGroup(of: Intake.Verdict?.self) { group in
                let intake = try Intake(
                    InboxConfiguration(tls: nil), profile: Fixture.profile(key: key), library: Fixture.library,
                    manners: [("callbacks", InboxManner())], exchanger: ScriptedPlatform.accepting, secrets: SecretStore(environment: [:]))
                let (ready, isReady) = AsyncStream.makeStream(of: [String].self)
                let (judged, isJudged) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    try await intake.run {
                        isReady.yield($0)
                    } judged: { one in
                        seen.add(one.interaction)
                        isJudged.yield()
                    }
                }
                group.addTask {
                    var readiness = ready.makeAsyncIterator()
                    guard let address = await readiness.next()?.first else { return nil }
                    let request = try Fixture.callback(
                        to: address, key: key, body: isGood ? #"{"total":3}"# : #"{"total":"3"}"#, created: .wall)
                    let client = HTTPClient(trust: .system)
                    defer { client.close() }
                    #expect(try await client.send(request).status == 202)
                    var judgements = judged.makeAsyncIterator()
                    _ = await judgements.next()
                    return nil
                }
                _ = try await group.next()
                group.cancelAll()
                return try await group.next() ?? nil
            }
            #expect(verdict == expected)
            #expect(seen.interactions == ["core.sample/answer"])
        }
    }

    @Test func `a mailbox answers as script, personality and mischief say, in that order of weight`() throws {
        let board = MailboxBoard()
        let arrival = MailboxBoard.Arrival(
            method: "POST", targetURI: "http://x/inbox/m", fields: [.contentType: "text/html"], body: [], receivedAt: Fixture.now,
            peer: nil,
            remoteAddress: "::1")
        func statuses(_ manner: InboxManner, count: Int = 3) -> [Int] {
            board.close("m")
            board.open("m", manner: manner)
            return (0..<count).compactMap { _ in
                if case .kept(let reception) = board.receive(arrival, in: "m") { reception.answer.status } else { nil }
            }
        }
        let text = "schema_version: 1\nid: p\nregulator: MGA\naccepts: [application/json]\nacknowledge: { status: 200 }"
        let personality = try #require(Personality.read(Array(text.utf8), file: "p").personality)
        let scripted = [ScriptedAnswer(status: 503), .accepted]
        #expect(statuses(InboxManner()) == [202, 202, 202])
        #expect(statuses(InboxManner(personality: personality)) == [415, 415, 415])
        #expect(statuses(InboxManner(answers: scripted, personality: personality)) == [503, 202, 202])
        let once = MischiefPlan(seed: 1, rules: [.init(.tooMany, times: 1)])
        #expect(statuses(InboxManner(answers: scripted, mischief: once)) == [429, 503, 202], "a refusal uses up nothing of the script")
    }

    @Test func `requests that change something are never made twice`() async throws {
        let sent = Mutex<[String]>([])
        let platform = ScriptedPlatform { request in
            sent.withLock { $0.append(request.method) }
            return .success(IncomingResponse(status: 200))
        }
        let plan = MischiefPlan(seed: 1, rules: [.init(.duplicate)])
        let exchanger = MischiefExchanger(platform, plan: plan)
        _ = try await exchanger.send(OutgoingRequest(method: "GET", url: "https://x.test/"), as: nil)
        _ = try await exchanger.send(OutgoingRequest(method: "POST", url: "https://x.test/"), as: nil)
        #expect(sent.withLock { $0 } == ["GET", "GET", "POST"])
        #expect(exchanger.counts == [.duplicate: 1])
    }
}

/// By what was judged, in order.
private final class Seen: Sendable {
    private let held = Mutex<[String?]>([])
    var interactions: [String?] { held.withLock { $0 } }
    func add(_ interaction: String?) { held.withLock { $0.append(interaction) } }
}
