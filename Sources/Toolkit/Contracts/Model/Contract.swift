package import Documents
package import Results

/// One contract file (`*.contract.yaml`): what a platform must do about one subject, as interactions or as an overlay over other interactions.
package struct Contract: Sendable, Hashable {
    /// Dotted lower-case name, unique in a library: `core.reports`.
    package let id: String
    /// The contract's own version, `1` unless the file says otherwise.
    package let version: String
    package let title: String
    package let pack: Pack
    /// The Extended capability a platform must have declared for this contract to apply; nil for all of Core.
    package let capability: String?
    /// The regulator for whom it holds (`UKGC`, `MGA`, `CGA`); nil when it holds for all.
    package let regulator: String?
    package let specReferences: [String]
    /// What variables stand for when neither the profile nor an identity says otherwise, by name.
    package let values: [String: Node]
    /// In the order of the file.
    package let interactions: [Interaction]
    /// A property of the answers of other contracts' interactions; then `interactions` may be empty.
    package let overlay: Overlay?
    package let source: SourceLocation
    /// The path as given to the library.
    package let file: String
}

/// A property that every answer of many interactions must have, written once: `applies_to` says which.
package struct Overlay: Sendable, Hashable {
    /// Full ids with `*` for any run of characters: `core.*`, `core.reports/list-*`.
    package let interactions: [String]
    /// The statuses that were answered, not those expected; empty means all.
    package let statuses: [StatusSet]
    package let requirements: [RequirementReference]
    package let fields: [FieldExpectation]
    package let signature: SignatureSpecification?
    package let within: Located<Duration>?
    /// Copied from the contract.
    package let contractID: String
    package let pack: Pack
    package let capability: String?
    package let source: SourceLocation

    /// Whether the property is demanded of this interaction when it was answered with `status`.
    package func applies(to interaction: Interaction, status: Int) -> Bool {
        guard case .call = interaction.form else { return false }
        return (statuses.isEmpty || statuses.contains { $0.contains(status) })
            && interactions.contains { Glob.matches($0, interaction.fullID) }
    }
}
