import Contracts
import Documents
import Results
import Scenarios

/// The first page: forms, and the table of exchanges, newest first.
struct ListPage: Sendable {
    let session: RegulatorSession
    let entries: [LedgerEntry]
    /// Only entries that mention it are listed; empty lists all.
    let filter: String

    var html: HTMLText {
        let listed = filter.isEmpty ? entries : entries.filter { $0.mentions(filter) }
        return Page.document(
            title: "Regulator simulator: \(session.profile.name)",
            """
            <p>Platform <code>\(session.profile.platform.baseURL)</code> · callbacks to \
            <code>\(session.inbox.address(of: RegulatorSession.standingMailbox))</code></p>
            \(forms)
            <form method="get" action="/"><label>Find <input name="q" value="\(filter)"></label> <button>List</button></form>
            <p>\(listed.count) of \(entries.count) exchanges</p>
            <table><thead><tr><th>#</th><th>Time</th><th>Way</th><th>Request</th><th>Status</th><th>Verdict</th><th>Contract</th></tr></thead>
            <tbody>\(listed.reversed().map(row))</tbody></table>
            """)
    }

    private var forms: HTMLText {
        let identities = session.profile.identities.map { identity -> HTMLText in "<option>\(identity.name)</option>" }
        let calls = session.callable.map { call -> HTMLText in "<option value=\"\(call.fullID)\">\(call.fullID) – \(call.title)</option>" }
        let plays = session.scenarios.map { scenario -> HTMLText in
            "<option value=\"\(scenario.id)\">\(scenario.id) – \(scenario.title)</option>"
        }
        let call: HTMLText = """
            <form method="post" action="/call"><label>Call <select name="id">\(calls)</select></label> \
            <label>as <select name="as"><option value="">its own identity</option>\(identities)</select></label> <button>Send</button></form>
            """
        let play: HTMLText = """
            <form method="post" action="/play"><label>Scenario <select name="id">\(plays)</select></label> <button>Play</button></form>
            """
        return "\(calls.isEmpty ? "" : call)\(plays.isEmpty ? "" : play)"
    }

    private func row(_ entry: LedgerEntry) -> HTMLText {
        """
        <tr><td><a href="/entries/\(entry.number)">\(entry.number)</a></td><td>\(entry.at.description)</td><td>\(entry.direction.rawValue)</td>\
        <td>\(entry.method) \(entry.url)</td><td>\(entry.status == 0 ? "–" : String(entry.status))</td>\
        <td>\(Page.verdict(entry.verdict))</td><td>\(entry.contract ?? "–")</td></tr>
        """
    }
}
