extension JSONPatch {
    /// The operations that turn `old` into `new`: an array of `add`, `remove` and `replace`, empty when both are equal.
    ///
    /// Deterministic, and applied in order. In objects what is gone comes first, in the old order, then what is changed or new, in the
    /// new order. In arrays equal elements at both ends stay; between them elements are changed in place, and the surplus is removed or added behind.
    package static func difference(from old: Node, to new: Node) -> Node {
        var operations: [Node] = []
        append(old, new, at: JSONPointer(), to: &operations)
        return .array(operations)
    }

    private static func append(_ old: Node, _ new: Node, at pointer: JSONPointer, to operations: inout [Node]) {
        if old == new { return }
        switch (old.value, new.value) {
        case (.object(let before), .object(let after)): append(before, after, old, new, at: pointer, to: &operations)
        case (.array(let before), .array(let after)): append(before, after, at: pointer, to: &operations)
        default: operations.append(operation(.replace, pointer, new))
        }
    }

    private static func append(
        _ before: [Node.Member], _ after: [Node.Member], _ old: Node, _ new: Node, at pointer: JSONPointer, to operations: inout [Node]
    ) {
        for member in before where new[member.key] == nil { operations.append(operation(.remove, pointer.appending(member.key), nil)) }
        for member in after {
            let place = pointer.appending(member.key)
            if let value = old[member.key] {
                append(value, member.value, at: place, to: &operations)
            } else {
                operations.append(operation(.add, place, member.value))
            }
        }
    }

    private static func append(_ before: [Node], _ after: [Node], at pointer: JSONPointer, to operations: inout [Node]) {
        let shorter = min(before.count, after.count)
        let head = (0..<shorter).prefix { before[$0] == after[$0] }.count
        let tail = (0..<(shorter - head)).prefix { before[before.count - 1 - $0] == after[after.count - 1 - $0] }.count
        let middle = shorter - head - tail
        for index in head..<(head + middle) { append(before[index], after[index], at: pointer.appending(index), to: &operations) }
        // From the back, so that no index shifts before it is used.
        for index in (head + middle..<max(before.count - tail, head + middle)).reversed() {
            operations.append(operation(.remove, pointer.appending(index), nil))
        }
        for index in head + middle..<max(after.count - tail, head + middle) {
            operations.append(operation(.add, pointer.appending(index), after[index]))
        }
    }

    private static func operation(_ name: Operation, _ pointer: JSONPointer, _ value: Node?) -> Node {
        var members: [(String, Node)] = [("op", .string(name.rawValue)), ("path", .string(pointer.description))]
        if let value { members.append(("value", value)) }
        return .object(members)
    }
}
