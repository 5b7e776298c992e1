/// All subschemas that can be reached from a schema, with references resolved.
struct SchemaProgram: Sendable {
    var subschemas: [Subschema] = []
    /// For each resource the subschemas its dynamic anchors name.
    var dynamicAnchors: [[String: Int]] = []
    var root = 0
    /// Some schema asks what the others evaluated.
    var tracksEvaluation = false
    /// The same for the quick verdict; nil where `FlatCompiler` cannot.
    var flat: FlatSchema?
}
