import Documents
import Scenarios
import Testing
import Transport

@testable import Simulator

@Suite struct CauseTrackerTests {
    @Test func `the request that names a mailbox is the cause of what comes there`() async throws {
        let inbox = try CallbackInbox(InboxConfiguration(tls: nil))
        let tracker = CauseTracker(ScriptedPlatform.accepting, inbox: inbox, now: { Fixture.now })
        let bodies = [
            "{\"u\":\"\(inbox.address)/one\"}", "{\"u\":\"\(inbox.address.replacing("/", with: "\\/"))\\/two\"}",
            "{\"u\":\"https://other/inbox/three\"}",
        ]
        for body in bodies {
            _ = try await tracker.send(OutgoingRequest(method: "POST", url: "https://a/", body: Array(body.utf8)), as: nil)
        }
        _ = try await tracker.send(OutgoingRequest(url: "https://a/?to=\(inbox.address)/four&x"), as: nil)
        #expect(["one", "two", "three", "four"].map(tracker.cause) == [Fixture.now, Fixture.now, nil, Fixture.now])
    }
}
