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
    let personalities: [Personality]
    let mischief: String

    var html: HTMLText {
        let listed = filter.isEmpty ? entries : entries.filter { $0.mentions(filter) }
        return Page.document(
            title: "Regulator simulator: \(session.profile.name)",
            """
            <p>Platform <code>\(session.profile.platform.baseURL)</code> · callbacks to \
            <code>\(session.inbox.address(of: RegulatorSession.standingMailbox))</code></p>
            \(inboxes)
            \(mischief.isEmpty ? "" : trouble)
            \(forms)
            <form method="get" action="/"><label>Find <input name="q" value="\(filter)"></label> <button>List</button></form>
            <p>\(listed.count) of \(entries.count) exchanges · <a href="/session.har" download>Download as HAR</a></p>
            <table class="list"><thead><tr><th>#</th><th>Time</th><th>Way</th><th>What</th><th>Status</th><th>Verdict</th><th>Contract</th></tr></thead>
            <tbody>\(listed.reversed().map(row))</tbody></table>
            """)
    }

    /// Where else something can arrive, and in whose style it is answered.
    private var inboxes: HTMLText {
        var rows = personalities.map { personality -> HTMLText in
            """
            <tr><td>\(personality.regulator)</td><td><code>\(session.inbox.address(of: personality.id))</code></td>\
            <td>\(personality.title): answers \(personality.status), takes \(personality.accepts.joined(separator: ", "))\
            \(personality.quirks.isEmpty ? "" : "; " + personality.quirks.map(\.rawValue).sorted().joined(separator: ", "))</td></tr>
            """
        }
        if let mail = session.mail { rows.append("<tr><td>Mail</td><td><code>\(mail.address)</code></td><td>any address</td></tr>") }
        if let files = session.files {
            rows.append("<tr><td>Files</td><td><code>\(files.address)</code></td><td>complete files of the folders below it</td></tr>")
        }
        if rows.isEmpty { return "" }
        return "<details open><summary>Inboxes</summary><table class=\"inboxes\"><tbody>\(rows)</tbody></table></details>"
    }

    private var trouble: HTMLText { "<p class=\"findings\">! Mischief is on: \(mischief)</p>" }

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
        <tr><td class="short"><a href="/entries/\(entry.number)">\(entry.number)</a></td><td class="short">\(entry.at.description)</td>\
        <td class="short">\(way(entry))</td>\
        <td>\(what(entry))</td><td class="short">\(entry.status == 0 ? "–" : String(entry.status))</td>\
        <td class="short">\(Page.verdict(entry.verdict))</td><td>\(entry.contract ?? "–")</td></tr>
        """
    }

    private func way(_ entry: LedgerEntry) -> String {
        entry.medium == "http" ? entry.direction.rawValue : "\(entry.direction.rawValue), \(entry.medium)"
    }

    /// A request by its line, a mail by its subject, a file by its path, and what was done to it on purpose.
    private func what(_ entry: LedgerEntry) -> HTMLText {
        let subject = entry.requestFields.first { $0.name.lowercased() == "subject" }?.value ?? "no subject"
        let text: HTMLText =
            switch entry.medium {
            case "mail": "\(subject) <small>to \(entry.mailbox)</small>"
            case "file": "\(String(entry.url.dropFirst("file:".count)))"
            default: "\(entry.method) \(entry.url)"
            }
        guard let mischief = entry.mischief else { return text }
        return "\(text) <span class=\"findings\">! \(mischief) on purpose</span>"
    }
}
