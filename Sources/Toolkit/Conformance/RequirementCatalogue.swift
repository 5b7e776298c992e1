package import Results

/// All requirements of one revision, in the order of their identifiers.
package struct RequirementCatalogue: Hashable, Sendable {
    /// `2026.1`: changes whenever a requirement is added, reworded or withdrawn.
    package let revision: String
    /// Sorted by identifier, each once.
    package let requirements: [Requirement]
    /// Lower-case hex SHA-256 over the files as read, in the order of their names.
    package let sha256: String

    package init(revision: String, requirements: [Requirement], sha256: String) {
        self.revision = revision
        self.requirements = requirements.sorted { $0.id < $1.id }
        self.sha256 = sha256
    }

    /// The requirement with that identifier, or nil.
    package func requirement(_ id: RequirementID) -> Requirement? {
        requirements.first { $0.id == id }
    }
}
