import Documents

/// Holds the elements of long arrays against a schema while their document is being read, and lets those go that are right.
///
/// An array is looked at where each subschema that applies to it, and to the objects around it, applies whatever the rest of the document
/// is, and asks nothing of several elements together.
final class ArrayWatch: ElementWatch {
    private let flat: FlatSchema
    private let limit: Int
    /// What the elements of the array being read must satisfy, and how many that do not are on the tape. Counted for each: violations are
    /// collected of one subschema after the other, so that the first of each must be there.
    private var targets: [(subschema: Int32, broken: Int)] = []

    /// - Parameter limit: so many violations will be collected.
    init(_ flat: FlatSchema, limit: Int) {
        self.flat = flat
        self.limit = limit
    }

    func begins(below names: [Int], in tape: JSONTape) -> Bool {
        let checker = Checker(flat, tape)
        guard var nodes = closure(of: [Int32(flat.tables.root)]) else { return false }
        for name in names {
            var below: [Int32] = []
            for node in nodes where flat.tables.nodes[Int(node)].object >= 0 {
                let rule = flat.tables.objects[Int(flat.tables.nodes[Int(node)].object)]
                guard rule.patternCount == 0, rule.dependencyCount == 0 else { return false }
                below.append(checker.restriction(ofMember: name, rule))
            }
            guard let next = closure(of: below.filter { $0 != FlatTables.none }) else { return false }
            nodes = next
        }
        targets = []
        for node in nodes where flat.tables.nodes[Int(node)].array >= 0 {
            let rule = flat.tables.arrays[Int(flat.tables.nodes[Int(node)].array)]
            guard !rule.isUnique, rule.contains == FlatTables.none, rule.prefixCount <= WatchedElements.quoted else { return false }
            if rule.rest != FlatTables.none { targets.append((rule.rest, 0)) }
        }
        return true
    }

    func keeps(_ element: Int, in tape: JSONTape) -> Bool {
        let checker = Checker(flat, tape)
        var isWanted = false
        for index in targets.indices where !checker.admits(targets[index].subschema, element) {
            if targets[index].broken < limit { isWanted = true }
            targets[index].broken += 1
        }
        return isWanted
    }

    /// The subschemas with all that they refer to unconditionally; nil when one of them has another way to look into the value, or `never`
    /// is among them.
    private func closure(of nodes: [Int32]) -> [Int32]? {
        var (found, next): ([Int32], [Int32]) = ([], nodes)
        while let node = next.popLast() {
            guard node >= 0 else { return nil }
            if found.contains(node) { continue }
            found.append(node)
            let rule = flat.tables.nodes[Int(node)]
            guard rule.values == FlatTables.none else { return nil }
            for position in Int(rule.logic)..<Int(rule.logic) + Int(rule.logicCount) {
                let logic = flat.tables.logic[position]
                guard logic.operation == .all else { return nil }
                next += flat.tables.targets[Int(logic.targets)..<Int(logic.targets) + Int(logic.count)]
            }
        }
        return found
    }
}

extension Checker {
    /// What an object's rule asks of the value of a member: a subschema, `none` or `never`.
    func restriction(ofMember index: Int, _ rule: ObjectRule) -> Int32 {
        let name = tape.entries[index]
        let slot = flat.tables.slots[Int(rule.base) &+ Int((name.next &* rule.multiplier) &>> rule.shift)]
        guard slot.hash == name.next, isSame(name, text: slot.text, length: slot.length), slot.isProperty else { return rule.additional }
        return slot.node
    }
}
