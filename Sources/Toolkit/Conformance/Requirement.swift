package import Results

/// One entry of the requirement catalogue: what an operator's platform must do, and on whose word.
package struct Requirement: Hashable, Sendable {
    /// What the requirement rests on; only a clause decides a legal verdict.
    package enum Basis: String, Sendable, CaseIterable {
        /// A clause of a regulator, law or published schema.
        case clause
        /// The brief that the project was given.
        case brief
        /// Background knowledge or the project's own convention.
        case projectProfile = "project profile"
    }

    package let id: RequirementID
    /// The requirement in the project's own words.
    package let text: String
    /// The clause, page or schema that it comes from.
    package let source: String
    package let basis: Basis
    /// Which catalogue file it is in: `api`, `ukgc`, …
    package let area: String
    /// Why nothing tests it in this edition; nil when contracts or scenarios refer to it.
    package let notTested: String?
    /// What of it the checks of this edition cannot show, said beside every verdict; nil when they show all of it.
    package let notShown: String?
    package let location: SourceLocation

    package init(
        id: RequirementID, text: String, source: String, basis: Basis, area: String, notTested: String?, notShown: String? = nil,
        location: SourceLocation
    ) {
        self.id = id
        self.text = text
        self.source = source
        self.basis = basis
        self.area = area
        self.notTested = notTested
        self.notShown = notShown
        self.location = location
    }
}
