/// Why a report could not be printed.
package struct TypesettingError: Error, Sendable, CustomStringConvertible {
    /// The kinds.
    package enum Code: String, Sendable, Equatable {
        /// This build has no typesetting libraries.
        case unavailable = "pdf-unavailable"
        /// The font that reports are set in is not installed.
        case fontMissing = "pdf-font-missing"
        /// A library refused.
        case failed = "pdf-failed"
    }

    /// Which kind.
    package let code: Code
    /// What happened, and what to do.
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
