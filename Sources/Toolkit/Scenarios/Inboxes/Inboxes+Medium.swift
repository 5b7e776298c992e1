package import Contracts

extension Inboxes {
    /// The inbox for what comes that way; nil when the run has none.
    package subscript(medium: ExpectedRequest.Medium) -> (any Inbox)? {
        switch medium {
        case .http: http
        case .mail: mail
        case .file: files
        }
    }

    /// The ways in which something can arrive.
    var media: Set<ExpectedRequest.Medium> { Set(ExpectedRequest.Medium.allCases.filter { self[$0] != nil }) }
}
