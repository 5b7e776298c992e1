/// How much a finding weighs.
package enum Severity: String, Sendable, CaseIterable {
    /// A must is broken: the run is Non-conformant.
    case error
    /// A should is broken, or something needs a look: the run stays conformant, with findings.
    case warning
    /// Worth knowing, changes nothing.
    case note
}

/// One thing that is not as the contract, the file or the catalogue says; always with what would mend it.
package struct Finding: Hashable, Sendable {
    /// Stable, `area.kebab-case`, never renamed or reused: `body.match`, `signature.missing`, `contract.unknown-key`.
    package var code: String
    package var severity: Severity
    /// One sentence: what was expected and what came.
    package var message: String
    /// The requirements that this breaks; empty for findings about files.
    package var requirements: [RequirementID]
    /// Where the expectation is written.
    package var source: SourceLocation?
    /// Where in the answer, document or log it was seen: `header X-Request-ID`, `$.changes (byte 88)`, `row 3, column ggr`.
    package var place: String?
    package var expected: String?
    package var actual: String?
    /// What a person should do next.
    package var remedy: String

    package init(
        code: String, severity: Severity = .error, message: String, requirements: [RequirementID] = [], source: SourceLocation? = nil,
        place: String? = nil, expected: String? = nil, actual: String? = nil, remedy: String
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.requirements = requirements
        self.source = source
        self.place = place
        self.expected = expected
        self.actual = actual
        self.remedy = remedy
    }
}
