import Documents
import HTTPTypes
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct HeadersCheckTests {
    private let response =
        "status: 200\nheaders: { Cache-Control: { include: no-store }, X-Powered-By: { absent: true }, X-Count: { min: 2 } }"

    private func codes(_ fields: HTTPFields) throws -> [String] {
        try Bench.records(response: response, Bench.exchange(fields: fields)).codes
    }

    @Test func `fields in any case and over several lines are good`() throws {
        var fields: HTTPFields = [try Bench.name("x-count"): "3"]
        fields.append(HTTPField(name: .cacheControl, value: "private"))
        fields.append(HTTPField(name: .cacheControl, value: "no-store"))
        #expect(try codes(fields).isEmpty)
    }

    @Test func `directives of Cache-Control are known in any case, and another directive is still another`() throws {
        func codes(_ value: String) throws -> [String] { try self.codes([.cacheControl: value, try Bench.name("x-count"): "3"]) }
        #expect(try codes("Private, No-Store").isEmpty)
        #expect(try codes("NO-CACHE") == ["headers.mismatch"])
    }

    @Test func `missing, wrong and unwanted fields are three things`() throws {
        #expect(try codes([:]) == ["headers.missing", "headers.missing"])
        let wrong: HTTPFields = [.cacheControl: "public", try Bench.name("X-Count"): "1", try Bench.name("X-Powered-By"): "magic"]
        #expect(try codes(wrong) == ["headers.mismatch", "headers.unexpected", "headers.mismatch"])
        #expect(
            try Bench.records(response: response, Bench.exchange(fields: wrong)).of("headers")?.findings.first?.place
                == "header Cache-Control")
    }
}

@Suite struct TimeBudgetCheckTests {
    @Test func `the bound itself is in time`() throws {
        #expect(try Bench.records(response: "status: 200\nwithin: 30s", Bench.exchange(elapsed: .seconds(30))).codes.isEmpty)
        let late = try Bench.records(response: "status: 200\nwithin: 30s", Bench.exchange(elapsed: .milliseconds(30_001)))
        #expect(late.codes == ["within.exceeded"] && late.of("within")?.findings.first?.actual == "30001ms")
    }
}
