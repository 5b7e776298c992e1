import Documents
import HTTPTypes
import Results
import Scenarios
import ServerKit
import Testing

@testable import Simulator

@Suite struct ConsoleTests {
    private let ledger = Ledger()
    private let session: RegulatorSession

    init() throws {
        let inbox = try CallbackInbox(InboxConfiguration(tls: nil))
        session = RegulatorSession(
            profile: Fixture.profile(key: try Fixture.key()), library: Fixture.library, scenarios: [], inbox: inbox,
            mail: nil, files: nil, options: RunOptions(), exchanger: ScriptedPlatform.accepting, secrets: SecretStore(environment: [:]),
            ledger: ledger, clock: .system,
            makeIdentifier: { "0f8fad5b-d9cb-469f-a165-70867728950e" })
    }

    private func ask(
        _ target: String, method: String = "GET", authority: String = "127.0.0.1:8580", fields: HTTPFields = [:], body: String = ""
    ) async -> (status: Int, text: String, fields: HTTPFields) {
        let path = String(target.prefix { $0 != "?" })
        let request = ServerRequest(
            id: "1", method: method, path: path, target: target, fields: fields, body: Array(body.utf8), remoteAddress: "127.0.0.1",
            receivedAt: Fixture.now, authority: authority)
        let response = await Console(session: session, ledger: ledger).routes.response(to: request)
        return (response.status, String(decoding: response.body, as: UTF8.self), response.fields)
    }

    @Test func `what was exchanged is listed newest first and escaped`() async {
        ledger.enter(LedgerTests.entry("https://a/first"))
        ledger.enter(LedgerTests.entry("https://a/<script>alert('x')</script>"))
        let page = await ask("/")
        #expect(page.status == 200 && page.fields[.contentType] == "text/html; charset=utf-8")
        #expect(!page.text.contains("<script") && page.text.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(page.text.contains("Sample &lt;platform&gt;") && page.text.contains("core.sample/ask"))
        let places = ["/entries/2", "/entries/1"].map { page.text.firstRange(of: $0)?.lowerBound }
        #expect(places[0].flatMap { first in places[1].map { first < $0 } } == true)
        #expect(page.fields[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
    }

    @Test func `the list can be narrowed`() async {
        ledger.enter(LedgerTests.entry("https://a/first"))
        ledger.enter(LedgerTests.entry("https://a/second"))
        let page = await ask("/?q=second")
        #expect(page.text.contains("1 of 2 exchanges") && !page.text.contains("/entries/1\"") && page.text.contains("value=\"second\""))
    }

    @Test func `a page shows one exchange with its findings`() async {
        let finding = Finding(code: "body.match", message: "expected <1>", remedy: "send 1")
        let check = CheckRecord(check: "body.match", outcome: .failed, findings: [finding])
        ledger.enter(LedgerTests.entry(body: Array("{\"a\":\"<b>\"}".utf8), checks: [check]))
        ledger.enter(LedgerTests.entry(body: [0xFF, 0x00], failure: "timedOut: no answer"))
        let first = await ask("/entries/1").text
        #expect(first.contains("expected &lt;1&gt;") && first.contains("send 1") && first.contains("&lt;b&gt;") && first.contains("X-A"))
        let second = await ask("/entries/2").text
        #expect(second.contains("2 bytes that are not text") && second.contains("timedOut: no answer"))
        for target in ["/entries/3", "/entries/x", "/entries/-1"] { #expect(await ask(target).status == 404) }
    }

    @Test func `a form sends and leads back to the list`() async {
        let sent = await ask("/call", method: "POST", body: "id=core.sample%2Fask&as=")
        #expect(sent.status == 303 && sent.fields[.location] == "/")
        #expect(ledger.entries.contains { $0.contract == "core.sample/ask" && $0.verdict == .passed }, "\(ledger.entries)")
    }

    @Test(arguments: ["id=core.sample%2Fnone", "id=core.sample%2Fanswer", "", "id=core.sample%2Fask&as=nobody", "id=%ZZ"])
    func `what cannot be sent is refused`(form: String) async {
        #expect(await ask("/call", method: "POST", body: form).status == 422)
        #expect(await ask("/play", method: "POST", body: form).status == 422)
        #expect(ledger.entries.isEmpty)
    }

    @Test func `other sites are kept out`() async {
        #expect(await ask("/", authority: "rebound.example:8580").status == 403)
        #expect(await ask("/", authority: "localhost:8580").status == 200)
        let body = "id=core.sample%2Fask"
        #expect(await ask("/call", method: "POST", fields: [.origin: "https://evil.example"], body: body).status == 403)
        #expect(await ask("/call", method: "POST", fields: [.origin: "null"], body: body).status == 403)
        #expect(ledger.entries.isEmpty)
        #expect(await ask("/call", method: "POST", fields: [.origin: "http://127.0.0.1:8580"], body: body).status == 303)
    }

    @Test func `text is escaped wherever it stands`() {
        let text = "<&>\"'\u{0}"
        let html: HTMLText = "<a title=\"\(text)\">\(text)</a>"
        #expect(html.description == "<a title=\"&lt;&amp;&gt;&quot;&#39;␀\">&lt;&amp;&gt;&quot;&#39;␀</a>")
    }
}
