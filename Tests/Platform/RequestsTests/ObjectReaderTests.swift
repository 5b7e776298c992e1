import Documents
import HTTPTypes
import Requests
import ServerKit
import Testing

/// What is refused of a body before a member of it is asked for.
@Suite struct ObjectReaderTests {
    private func refusal(of body: String) -> Problem? {
        let now = Timestamp(milliseconds: 1_792_000_000_000)
        let request = ServerRequest(
            id: "1", method: "POST", path: "/", target: "/", fields: [.contentType: "application/json"], body: Array(body.utf8),
            remoteAddress: "127.0.0.1", receivedAt: now, authority: "localhost")
        do {
            _ = try ObjectReader(body: request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a body with too many members or levels is refused, with what is expected`() throws {
        func object(_ count: Int) -> String { "{" + (0..<count).map { "\"m\($0)\":0" }.joined(separator: ",") + "}" }
        func levels(_ count: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: count - 1) + String(repeating: "]", count: count - 1) + "}"
        }
        #expect(refusal(of: object(10_000)) == nil)
        #expect(refusal(of: levels(64)) == nil)
        for (body, limit) in [(object(10_001), "10000 members"), ("{\"a\":\(object(10_001))}", "10000 members"), (levels(65), "64 levels")]
        {
            let problem = try #require(refusal(of: body))
            #expect(problem.status == 400 && problem.code == "malformed-json")
            #expect(problem.detail.contains(limit), "\(problem)")
        }
    }
}
