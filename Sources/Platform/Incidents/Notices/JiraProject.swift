package import Documents

/// A project of Jira in which incidents become issues (REST interface, version 2).
package struct JiraProject: Sendable, Hashable {
    /// `https://tickets.example`, without a slash at its end.
    package let baseURL: String
    /// The project's key, `INC`.
    package let key: String
    /// The name of the kind of issue, `Task`.
    package let issueType: String

    package init(baseURL: String, key: String, issueType: String) {
        self.baseURL = baseURL
        self.key = key
        self.issueType = issueType
    }

    /// By which an incident's issue is found.
    static func label(of incident: String) -> String { "incident-\(incident)" }

    /// The body of `POST /rest/api/2/issue` for a message about an incident. The label is the incident's id, so that an issue which was
    /// made by an attempt whose answer was lost can be found.
    package func issue(for message: Node) -> Node {
        let incident = message["incident"] ?? .null
        let (id, type) = (incident["incident_id"]?.string ?? "", incident["type"]?.string ?? "incident")
        let severity = incident["severity"]?.string ?? ""
        let title = [severity, type, incident["title"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return .object([
            (
                "fields",
                .object([
                    ("project", .object([("key", .string(key))])), ("issuetype", .object([("name", .string(issueType))])),
                    ("summary", .string(String(title.prefix(255)))), ("description", .string(MessageText(message).text)),
                    ("labels", ["regulatory-incident", .string(Self.label(of: id))]),
                ])
            )
        ])
    }
}
