/// The operator's own ticket system, which is told of each incident that is opened.
package enum TicketSystem: Sendable, Hashable {
    /// A signed POST to an address of the operator's choosing.
    case webhook(url: String)
    /// An issue by Jira's REST interface.
    case jira(JiraProject)

    /// How deliveries name it.
    var name: String {
        switch self {
        case .webhook: "webhook"
        case .jira: "jira"
        }
    }

    /// Where it is told.
    var target: String {
        switch self {
        case .webhook(let url): url
        case .jira(let project): project.baseURL + "/rest/api/2/issue"
        }
    }
}
