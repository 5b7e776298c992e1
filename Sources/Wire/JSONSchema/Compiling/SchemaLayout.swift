import Documents

/// Which keywords hold schemas, and how (draft 2020-12, and `definitions` and `dependencies` of older drafts).
enum SchemaLayout {
    private static let single: Set<String> = [
        "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems",
        "unevaluatedProperties",
    ]
    private static let lists: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
    private static let maps: Set<String> = ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"]

    /// The schemas directly in a keyword, with their places in the document.
    static func subschemas(of member: Node.Member, at pointer: JSONPointer) -> [(node: Node, pointer: JSONPointer)] {
        let path = pointer.appending(member.key)
        if single.contains(member.key) { return isSchema(member.value) ? [(member.value, path)] : [] }
        if lists.contains(member.key) { return (member.value.array ?? []).enumerated().map { ($1, path.appending($0)) } }
        if maps.contains(member.key) {
            return (member.value.members ?? []).filter { isSchema($0.value) }.map { ($0.value, path.appending($0.key)) }
        }
        return []
    }

    private static func isSchema(_ node: Node) -> Bool { node.members != nil || node.bool != nil }
}
