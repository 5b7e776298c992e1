import Contracts
import Documents
import HTTPTypes
import Results
import Testing
import Transport

@testable import Scenarios

/// Steps that wait for what the subject sends: callbacks, mails and files.
@Suite struct WaitingStepTests: StepBench {
    @Test func `silence passes, and one more callback than was looked at fails`() async throws {
        let steps = """
            - call: core.test/ask
              with: { callback_url: "{{ inspector.inbox }}" }
            - expect_no_callback: any
              during: 5s
            """
        #expect(try await run(steps).checks == ["status passed", "expect_no_callback passed"])
        let noisy = try await run(steps) { bench in
            bench.subject.on("POST /ask") { request, _ in
                let url = (try? JSONReader.read(request.body))?["callback_url"]?.string ?? ""
                bench.inbox.deliver(to: url, body: ["n": 1])
                return ScriptedSubject.json(202, ["state": "accepted"])
            }
        }
        #expect(noisy.record.codes == ["callback.unexpected"])
    }

    @Test func `what an earlier step has looked at is not held against the silence`() async throws {
        let outcome = try await run(
            """
            - call: core.test/ask
              with: { callback_url: "{{ inspector.inbox }}" }
            - expect_callback: core.test/answer
              within: 5s
            - expect_no_callback: core.test/answer
              during: 5s
            """
        ) { bench in
            bench.subject.on("POST /ask") { request, _ in
                let url = (try? JSONReader.read(request.body))?["callback_url"]?.string ?? ""
                bench.inbox.deliver(to: url, body: ["n": 1])
                return ScriptedSubject.json(202, ["state": "accepted"])
            }
        }
        #expect(outcome.record.codes.isEmpty, "\(outcome.checks)")
        #expect(outcome.checks.last == "expect_no_callback passed")
    }

    private func mail(_ text: Node, attachments: Node = [], subject: String = "Report T16") async throws -> StepOutcome {
        try await run(
            """
            - call: core.test/plain
            - expect_mail: core.test/notice
              within: 5s
            """
        ) { bench in
            bench.subject.on("GET /plain") { _, _ in
                for name in bench.mail.openNames {
                    bench.mail.deliver(
                        Reception(
                            number: 1, mailbox: name, method: "MAIL", targetURI: "mailto:\(name)",
                            fields: [.contentType: "application/json", HTTPField.Name("Subject") ?? .accept: subject],
                            body: Node.object([("text", text), ("attachments", attachments)]).compactBytes(), receivedAt: ManualClock.epoch,
                            peer: nil, remoteAddress: "127.0.0.1", answer: .accepted, medium: .mail))
                }
                return ScriptedSubject.json(200, ["a": 1])
            }
        }
    }

    @Test func `a mail is judged by its contract`() async throws {
        #expect(try await mail("see https://x.test/1").record.codes.isEmpty)
        #expect(try await mail("nothing to see").record.codes == ["body.match"])
        #expect(try await mail("https://x", subject: "Hello").record.codes == ["headers.mismatch"])
        #expect(try await mail("https://x", attachments: [["name": "data.csv"]]).record.codes == ["body.match"])
    }

    @Test func `a file is judged by name, content and the digest beside it`() async throws {
        func file(_ name: String, _ body: String, digest: String?) async throws -> StepOutcome {
            try await run(
                """
                - call: core.test/plain
                - expect_file: core.test/upload
                  within: 5s
                """
            ) { bench in
                bench.subject.on("GET /plain") { _, _ in
                    var fields: HTTPFields = [.contentType: "application/json"]
                    if let field = HTTPField.Name("File-Name") { fields[field] = name }
                    if let digest, let field = HTTPField.Name("Content-Digest") { fields[field] = digest }
                    bench.files.deliver(
                        Reception(
                            number: 1, mailbox: "ukgc", method: "PUT", targetURI: "file:ukgc/\(name)", fields: fields,
                            body: Array(body.utf8), receivedAt: ManualClock.epoch, peer: nil, remoteAddress: "the drop", answer: .accepted,
                            medium: .file))
                    return ScriptedSubject.json(200, ["a": 1])
                }
            }
        }
        let body = #"{"total":3}"#
        let digest = ContentDigestText.value(body)
        #expect(try await file("a.json", body, digest: digest).record.codes.isEmpty)
        #expect(try await file("a.csv", body, digest: digest).record.codes == ["headers.mismatch"])
        let other = #"{"total":4}"#
        #expect(try await file("a.json", other, digest: ContentDigestText.value(other)).record.codes == ["body.match"])
        #expect(try await file("a.json", body, digest: nil).record.codes.count == 1)
        #expect(try await file("a.json", #"{"total":3} "#, digest: digest).record.codes.count == 1)
    }

    @Test func `a drop that ends in a star is a folder that nobody used before`() async throws {
        let steps =
            "- call: core.test/plain\n- assert: its path is a variable\n  that: \"{{ inspector.drop }}\"\n  is: { regex: \"/reports/[^/*]+$\" }"
        let own = try await run(steps, drop: "reports/*")
        #expect(own.record.codes.isEmpty, "\(own.checks)")
        let names = own.bench.files.closed
        #expect(names.count == 1 && names[0].hasPrefix("reports/") && names[0].count > "reports/".count && !names[0].contains("*"))
        let standing = try await run(steps, drop: "reports")
        #expect(standing.record.codes.count == 1)
        #expect(standing.bench.files.closed == ["reports"])
    }
}
