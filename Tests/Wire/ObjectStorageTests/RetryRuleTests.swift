import HTTPTypes
import Testing

@testable import ObjectStorage

@Suite struct RetryRuleTests {
    private let rule = RetryRule(attempts: 6, first: .milliseconds(200), longest: .seconds(2)) { 1 }

    @Test func `pauses double up to the longest, and end`() {
        let busy = Given.refusal(503, "SlowDown")
        #expect(
            (1...6).map { rule.pause(after: $0, busy) } == [
                .milliseconds(200), .milliseconds(400), .milliseconds(800), .milliseconds(1600), .seconds(2), nil,
            ])
    }

    @Test func `pauses are spread over their later half`() {
        let busy = Given.response(500)
        func pause(_ spread: Double) -> Duration? { RetryRule(first: .seconds(1)) { spread }.pause(after: 1, busy) }
        #expect(pause(0) == .milliseconds(500) && pause(0.5) == .milliseconds(750) && pause(1) == .seconds(1))
        #expect(pause(-7) == .milliseconds(500) && pause(7) == .seconds(1))
    }

    @Test(arguments: [
        ("0", Duration.zero), ("1", .seconds(1)), ("3600", .seconds(2)), ("-1", .milliseconds(200)), ("soon", .milliseconds(200)),
    ])
    func `what the store asks for is waited, up to the longest`(field: String, pause: Duration) {
        #expect(rule.pause(after: 1, Given.response(503, [.retryAfter: field])) == pause)
    }

    @Test(arguments: [
        (409, "ConditionalRequestConflict"), (409, "OperationAborted"), (400, "SlowDown"), (429, ""), (500, "InternalError"), (502, ""),
        (503, "SlowDown"), (504, ""),
    ])
    func `what may pass is tried again`(status: Int, code: String) {
        #expect(rule.pause(after: 1, Given.refusal(status, code)) != nil)
    }

    @Test(arguments: [
        (200, ""), (204, ""), (301, "PermanentRedirect"), (400, "BadDigest"), (403, "AccessDenied"), (404, "NoSuchKey"),
        (409, "BucketNotEmpty"), (409, "InvalidBucketState"), (412, "PreconditionFailed"), (501, "NotImplemented"),
    ])
    func `what would be answered the same is not`(status: Int, code: String) {
        #expect(rule.pause(after: 1, Given.refusal(status, code)) == nil)
    }
}
