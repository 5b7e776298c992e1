import Documents
import HTTPTypes
import Scenarios
import Testing

@testable import Simulator

@Suite struct MailboxBoardTests {
    private let board = MailboxBoard()

    private func arrival(_ body: String) -> MailboxBoard.Arrival {
        MailboxBoard.Arrival(
            method: "POST", targetURI: "https://inbox/inbox/m", fields: [:], body: Array(body.utf8), receivedAt: Fixture.now, peer: nil,
            remoteAddress: "127.0.0.1")
    }

    private func forever() async throws { try await Task.sleep(for: .seconds(3600)) }

    @Test func `what arrives is kept in order`() {
        board.open("m", answers: [.accepted])
        for body in ["a", "b", "c"] { _ = board.receive(arrival(body), in: "m") }
        #expect(board.receptions(in: "m").map(\.body) == [Array("a".utf8), Array("b".utf8), Array("c".utf8)])
        #expect(board.receptions(in: "m").map(\.number) == [1, 2, 3])
    }

    @Test func `answers are given in turn and the last is repeated`() {
        board.open("m", answers: [ScriptedAnswer(status: 500), ScriptedAnswer(status: 0), .accepted])
        for _ in 0..<4 { _ = board.receive(arrival(""), in: "m") }
        #expect(board.receptions(in: "m").map(\.answer.status) == [500, 0, 202, 202])
    }

    @Test func `opening again replaces the script and keeps what came`() {
        board.open("m", answers: [ScriptedAnswer(status: 500)])
        _ = board.receive(arrival("a"), in: "m")
        board.open("m", answers: [])
        _ = board.receive(arrival("b"), in: "m")
        #expect(board.receptions(in: "m").map(\.answer.status) == [500, 202])
    }

    @Test func `a challenge that would be acknowledged is answered with its token`() throws {
        let challenge = #"{"kind": "address_challenge", "token": "abc-_1"}"#
        let manners = [
            InboxManner(answers: [.accepted]), InboxManner(answers: []), InboxManner(answers: [ScriptedAnswer(status: 204)]),
        ]
        for manner in manners {
            board.open("m", manner: manner)
            _ = board.receive(arrival(challenge), in: "m")
            let answer = try #require(board.receptions(in: "m").last?.answer)
            #expect(answer.status == 200 && answer.fields[.contentType] == "application/json")
            #expect(try JSONReader.read(answer.body) == ["token": "abc-_1"])
        }
        board.open("m", answers: [ScriptedAnswer(status: 503), ScriptedAnswer(status: 200, echoes: false)])
        for status in [503, 200] {
            _ = board.receive(arrival(challenge), in: "m")
            let answer = board.receptions(in: "m").last?.answer
            #expect(answer?.status == status && answer?.body == [])
        }
    }

    @Test(arguments: [
        #"{"kind": "address_challenge"}"#, #"{"kind": "address_challenge", "token": 1}"#, #"{"kind": "address_challenge", "token": ""}"#,
        #"{"kind": "report", "token": "abc"}"#, #"["address_challenge"]"#, "",
        #"{"kind": "address_challenge", "token": "\#(String(repeating: "a", count: 257))"}"#,
    ])
    func `what is no challenge is acknowledged as ever`(body: String) {
        board.open("m", answers: [.accepted])
        _ = board.receive(arrival(body), in: "m")
        #expect(board.receptions(in: "m").last?.answer == .accepted)
    }

    @Test func `a mailbox that is not open keeps nothing`() {
        #expect(board.receive(arrival("a"), in: "m") == .unknown)
        board.open("m", answers: [])
        board.close("m")
        #expect(board.receive(arrival("a"), in: "m") == .unknown && board.receptions(in: "m").isEmpty)
    }

    @Test func `a full mailbox keeps no more`() {
        board.open("m", answers: [])
        for _ in 0..<MailboxBoard.maximumReceptions { _ = board.receive(arrival("a"), in: "m") }
        #expect(board.receive(arrival("a"), in: "m") == .full)
        #expect(board.receptions(in: "m").count == MailboxBoard.maximumReceptions)
    }

    @Test func `what has already come is found at once`() async throws {
        board.open("m", answers: [])
        _ = board.receive(arrival("a"), in: "m")
        _ = board.receive(arrival("b"), in: "m")
        let found = try await board.expect(1, in: "m", sleep: forever) { $0.body == Array("b".utf8) }
        #expect(found.map(\.number) == [2])
    }

    @Test func `whoever waits is woken by what comes`() async throws {
        board.open("m", answers: [])
        async let found = board.expect(2, in: "m", sleep: forever) { $0.body != Array("x".utf8) }
        for body in ["x", "a", "x", "b"] {
            await Task.yield()
            _ = board.receive(arrival(body), in: "m")
        }
        #expect(try await found.map(\.number) == [2, 4])
    }

    @Test func `when the time is over what matches so far is returned`() async throws {
        board.open("m", answers: [])
        _ = board.receive(arrival("a"), in: "m")
        #expect(try await board.expect(2, in: "m", sleep: {}, where: { _ in true }).count == 1)
        #expect(try await board.expect(1, in: "none", sleep: {}, where: { _ in true }).isEmpty)
    }

    @Test func `closing a mailbox wakes whoever waits`() async throws {
        board.open("m", answers: [])
        async let found = board.expect(1, in: "m", sleep: forever) { _ in true }
        await Task.yield()
        board.close("m")
        // Either the wait was there already, or it finds the mailbox gone and waits for its own time.
        board.open("m", answers: [])
        _ = board.receive(arrival("a"), in: "m")
        #expect(try await found.count <= 1)
    }

    @Test func `a cancelled wait ends with a cancellation`() async {
        let outcome = await withTaskGroup(of: Bool.self) { group in
            group.addTask { [board] in
                do {
                    _ = try await board.expect(1, in: "m", sleep: { try await Task.sleep(for: .seconds(3600)) }, where: { _ in true })
                    return false
                } catch { return error is CancellationError }
            }
            await Task.yield()
            group.cancelAll()
            return await group.next() ?? false
        }
        #expect(outcome)
    }
}
