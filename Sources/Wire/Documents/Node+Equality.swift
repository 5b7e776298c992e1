extension Node: Hashable {
    package static func == (left: Node, right: Node) -> Bool {
        switch (left.value, right.value) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.isIdentical(to: b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): areEqual(a, b)
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let flag): hasher.combine(flag)
        case .number(let number): hasher.combine(number)
        case .string(let text): hasher.combine(text)
        case .array(let elements): hasher.combine(elements)
        case .object(let members):
            var sum = 0
            for member in members {
                var inner = Hasher()
                inner.combine(member.key)
                inner.combine(member.value)
                sum &+= inner.finalize()
            }
            hasher.combine(members.count)
            hasher.combine(sum)
        }
    }

    private static func areEqual(_ left: [Member], _ right: [Member]) -> Bool {
        guard left.count == right.count else { return false }
        // Most equal objects were written in the same order.
        var position = 0
        while position < left.count, left[position].key.isIdentical(to: right[position].key) {
            guard left[position].value == right[position].value else { return false }
            position += 1
        }
        if position == left.count { return true }
        var rest: [ExactString: Node] = [:]
        for member in right[position...] { rest[ExactString(member.key)] = member.value }
        return left[position...].allSatisfy { rest[ExactString($0.key)] == $0.value }
    }
}
