import Documents

/// Which members and elements of a value some schema has taken a view of (core §11).
struct Evaluated {
    private var names: Set<ExactString> = []
    private var hasAllNames = false
    private var indices: Set<Int> = []
    /// All elements before this index; `Int.max` when all.
    private var prefix = 0

    mutating func insert(name: String) { names.insert(ExactString(name)) }
    mutating func insertAllNames() { hasAllNames = true }
    mutating func insert(index: Int) { indices.insert(index) }
    mutating func insertPrefix(_ count: Int) { prefix = max(prefix, count) }
    mutating func insertAllIndices() { prefix = Int.max }

    func contains(name: String) -> Bool { hasAllNames || names.contains(ExactString(name)) }
    func contains(index: Int) -> Bool { index < prefix || indices.contains(index) }

    mutating func formUnion(_ other: Evaluated) {
        names.formUnion(other.names)
        hasAllNames = hasAllNames || other.hasAllNames
        indices.formUnion(other.indices)
        prefix = max(prefix, other.prefix)
    }
}
