import Results
import Testing

@testable import Contracts

/// How a contract writes a form, who proves itself in it, and which token stays away.
@Suite struct AssertionReaderTests {
    private func read(_ request: String) -> (template: RequestTemplate?, codes: [String]) {
        let text = ContractText.good.replacing("request: GET /regulator/reports/{{ day }}", with: "request: \(request)")
        let (contract, findings) = ContractText.read(text)
        return (contract?.interactions.first?.request, findings.map(\.code))
    }

    fileprivate static let form = "body: { application/x-www-form-urlencoded: { grant_type: [a, b], scope: x } }"

    @Test func `a form is a mapping, and a list repeats its name`() throws {
        let template = try #require(read("{ post: /token, \(Self.form) }").template)
        guard case .form(let fields) = try #require(template.body).content else {
            Issue.record("expected a form")
            return
        }
        #expect(fields.map(\.name) == ["grant_type", "grant_type", "scope"] && fields.map(\.value) == ["a", "b", "x"])
        #expect(template.assertion == nil && template.presentsToken)
    }

    @Test func `an assertion is fresh or departs in one thing, and keeps the token away`() throws {
        let fresh = try #require(read("{ post: /token, \(Self.form), assertion: fresh }").template)
        #expect(fresh.assertion?.change == nil && fresh.assertion?.owner == nil && !fresh.presentsToken)
        let other = try #require(
            read("{ post: /token, \(Self.form), assertion: { of: one, key_of: two, change: without-end } }").template?.assertion)
        #expect(other.owner == "one" && other.keyOwner == "two" && other.change == .withoutEnd)
        #expect(try !#require(read("{ get: /x, token: none }").template).presentsToken)
    }

    @Test(
        arguments: [
            "{ post: /token, assertion: fresh }", "{ post: /token, body: { text/plain: x }, assertion: fresh }",
            "{ post: /token, \(AssertionReaderTests.form), assertion: stale }",
            "{ post: /token, \(AssertionReaderTests.form), assertion: { change: spoilt } }",
            "{ post: /token, \(AssertionReaderTests.form), assertion: { by: one } }",
            "{ post: /token, \(AssertionReaderTests.form), assertion: fresh, token: presented }", "{ get: /x, token: mine }",
            "{ post: /token, body: { text/plain: { a: b } } }",
        ])
    func `what cannot be meant is refused`(_ request: String) { #expect(!read(request).codes.isEmpty) }
}
