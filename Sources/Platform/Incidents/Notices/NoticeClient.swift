/// A client that may be told of incidents, as the register knows it now.
package struct NoticeClient: Sendable {
    package let id: String
    /// The authority that it acts for.
    package let regulator: String
    /// Whether it may know of confidential incidents.
    package let seesConfidential: Bool
    /// The domains to whose addresses mail for it may go, lower-case.
    package let mailDomains: Set<String>
    /// Whether a URL lies within one of its registered origins.
    package let isRegistered: @Sendable (_ url: String) -> Bool

    package init(
        id: String, regulator: String, seesConfidential: Bool, mailDomains: Set<String>,
        isRegistered: @escaping @Sendable (_ url: String) -> Bool
    ) {
        self.id = id
        self.regulator = regulator
        self.seesConfidential = seesConfidential
        self.mailDomains = mailDomains
        self.isRegistered = isRegistered
    }
}
