package import Documents
package import Store
package import Transport

/// One way to one authority: the reports of a licence go there, all of them or those of some templates.
package struct DeliveryChannel: Sendable, Hashable {
    /// How the receiver is reached.
    package enum Way: Sendable, Hashable {
        /// A mail that says where the report lies and how it can be recognised, never the report itself.
        case mailLink(to: [MailAddress])
        /// A signed POST to the authority's own interface; the URL lies within an origin registered for that client.
        case regulatorAPI(url: String, client: String)
        /// Files in a folder of a configured SFTP server; nil is the server's own folder.
        case sftp(drop: String, folder: String?)

        /// `mail-link`, `regulator-api` or `sftp`.
        package var kind: String {
            switch self {
            case .mailLink: "mail-link"
            case .regulatorAPI: "regulator-api"
            case .sftp: "sftp"
            }
        }
    }

    /// 1–64 of `a-z 0-9 -`; unique, never reused for another receiver.
    package let id: String
    package let licence: String
    /// Ids or names of templates; empty: all.
    package let templates: [String]
    /// The only period whose reports go this way, `2026-10-15`; nil: all. For channels that are opened to try something out.
    package let period: String?
    /// The preferred format; nil, or one that a report does not have: its first.
    package let format: String?
    package let way: Way

    package init(id: String, licence: String, templates: [String], period: String? = nil, format: String?, way: Way) {
        self.id = id
        self.licence = licence
        self.templates = templates
        self.period = period
        self.format = format
        self.way = way
    }

    /// Whether a run goes this way.
    package func takes(_ run: ReportRunRow) -> Bool {
        run.licence == licence && (templates.isEmpty || templates.contains(run.template) || templates.contains(run.name))
            && (period == nil || run.period == period)
    }

    /// Which of a report's files is sent.
    func format(among offered: [String]) -> String? {
        format.flatMap { offered.contains($0) ? $0 : nil } ?? (offered.contains("csv") ? "csv" : offered.first)
    }

    /// As `DeliveryPlanReader` reads it.
    package var document: Node {
        var members: [(String, Node)] = [
            ("id", .string(id)), ("licence", .string(licence)), ("templates", .array(templates.map { .string($0) })),
            ("format", format.map { .string($0) } ?? .null), ("kind", .string(way.kind)),
        ]
        if let period { members.append(("period", .string(period))) }
        switch way {
        case .mailLink(let to): members.append(("to", .array(to.map { .string($0.text) })))
        case .regulatorAPI(let url, let client): members += [("url", .string(url)), ("client", .string(client))]
        case .sftp(let drop, let folder): members += [("drop", .string(drop)), ("folder", folder.map { .string($0) } ?? .null)]
        }
        return .object(members)
    }
}
