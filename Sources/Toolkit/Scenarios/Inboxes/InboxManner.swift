/// How a mailbox behaves: what it answers, in whose style, and what goes wrong on purpose.
package struct InboxManner: Sendable {
    /// Given in turn, the last one repeated; they win over the personality.
    package var answers: [ScriptedAnswer]
    /// In whose style requests are answered; nil answers as scripted alone.
    package var personality: Personality?
    /// What goes wrong on purpose.
    package var mischief: MischiefPlan
    /// The name under which mischief is drawn: the same for the same mailbox of the same scenario in every run.
    package var endpoint: String

    package init(
        answers: [ScriptedAnswer] = [], personality: Personality? = nil, mischief: MischiefPlan = .none, endpoint: String = ""
    ) {
        self.answers = answers
        self.personality = personality
        self.mischief = mischief
        self.endpoint = endpoint
    }
}

/// The places where things arrive, by the way they come.
package struct Inboxes: Sendable {
    package var http: (any Inbox)?
    package var mail: (any Inbox)?
    package var files: (any Inbox)?

    package init(http: (any Inbox)? = nil, mail: (any Inbox)? = nil, files: (any Inbox)? = nil) {
        self.http = http
        self.mail = mail
        self.files = files
    }
}
