/// The names of one object seen so far; compares a few one by one and keeps a hash table only for large objects.
struct NameSet {
    private var table: Set<ExactString> = []
    private static let smallCount = 12

    /// False when `name` is among the members already.
    mutating func insert(_ name: String, among members: [Node.Member]) -> Bool {
        if members.count < Self.smallCount { return !members.contains { $0.key.isIdentical(to: name) } }
        if table.isEmpty { for member in members { table.insert(ExactString(member.key)) } }
        return table.insert(ExactString(name)).inserted
    }
}
