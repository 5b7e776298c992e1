import Documents

/// The vocabularies of draft 2020-12 that change a verdict; core always counts, the others are annotations.
struct Vocabularies: OptionSet, Sendable {
    let rawValue: Int

    static let applicator = Vocabularies(rawValue: 1)
    static let unevaluated = Vocabularies(rawValue: 2)
    static let validation = Vocabularies(rawValue: 4)
    static let formatAssertion = Vocabularies(rawValue: 8)

    /// What a schema without `$schema` uses.
    static let standard: Vocabularies = [.applicator, .unevaluated, .validation]

    private static let prefix = "https://json-schema.org/draft/2020-12/vocab/"

    /// The effect of the vocabularies by name, nil for names of other drafts or makers.
    static func named(_ uri: String) -> Vocabularies? {
        guard uri.hasPrefix(prefix) else { return nil }
        return switch uri.dropFirst(prefix.count) {
        case "applicator": .applicator
        case "unevaluated": .unevaluated
        case "validation": .validation
        case "format-assertion": .formatAssertion
        case "core", "meta-data", "format-annotation", "content": []
        default: nil
        }
    }

    /// What a metaschema's `$vocabulary` switches on. Throws for a required one that is not known (core §8.1.2.1).
    init(metaschema: Node) throws(SchemaError) {
        guard let list = metaschema["$vocabulary"]?.members else {
            self = .standard
            return
        }
        var result: Vocabularies = []
        for member in list {
            if let vocabularies = Self.named(member.key) {
                result.formUnion(vocabularies)
            } else if member.value.bool == true {
                throw .vocabulary(member.key, at: member.keyPlace)
            }
        }
        self = result
    }

    init(rawValue: Int) { self.rawValue = rawValue }
}
