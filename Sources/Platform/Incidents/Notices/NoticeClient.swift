package import Requests

/// A client that may be told of incidents, as the register knows it now.
package struct NoticeClient: Sendable {
    /// The authority that it acts for.
    package let regulator: String
    /// Whether it may know of confidential incidents.
    package let seesConfidential: Bool
    /// The domains to whose addresses mail for it may go, lower-case.
    package let mailDomains: Set<String>
    /// The same client as requests know it: its registered origins.
    package let requesting: RequestingClient

    package init(regulator: String, seesConfidential: Bool, mailDomains: Set<String>, requesting: RequestingClient) {
        self.regulator = regulator
        self.seesConfidential = seesConfidential
        self.mailDomains = mailDomains
        self.requesting = requesting
    }
}
