import Documents

extension Checker {
    /// Notes where a value fails a node of the schema: the entry itself for what it is asked as a whole, entries below for the rest.
    ///
    /// Unlike `accepts` it does not stop at the first; so none is noted within a value exactly when the value is valid. Entries are noted
    /// in no special order, and more than once where several rules fail.
    func noteFailures(_ node: Int, _ index: Int, in failures: inout [Int]) {
        let rule = flat.tables.nodes[node]
        let entry = tape.entries[index]
        let kind = entry.kind
        var holds = rule.types &>> UInt8(truncatingIfNeeded: kind) & 1 == 1
        switch kind {
        case JSONTape.Kind.string, JSONTape.Kind.name:
            if rule.string >= 0, !accepts(text: entry, flat.tables.strings[Int(rule.string)]) { holds = false }
        case JSONTape.Kind.number:
            if rule.wholeOnly, entry.has(JSONTape.Traits.fraction | JSONTape.Traits.exponent), !number(entry).isWhole { holds = false }
            if rule.number >= 0, !accepts(number: entry, flat.tables.numbers[Int(rule.number)]) { holds = false }
        case JSONTape.Kind.array:
            if rule.array >= 0 { noteFailures(array: entry, index, flat.tables.arrays[Int(rule.array)], in: &failures) }
        case JSONTape.Kind.object:
            if rule.object >= 0 { noteFailures(object: entry, index, flat.tables.objects[Int(rule.object)], in: &failures) }
        default: break
        }
        if rule.values >= 0, !isAmong(flat.tables.values[Int(rule.values)], entry, index) { holds = false }
        for position in Int(rule.logic)..<Int(rule.logic &+ rule.logicCount) {
            let logic = flat.tables.logic[position]
            let first = Int(logic.targets)
            switch logic.operation {
            case .all:
                for branch in first..<first &+ Int(logic.count) { noteFailures(target: flat.tables.targets[branch], index, in: &failures) }
            case .conditional:
                let branch = admits(flat.tables.targets[first], index) ? first + 1 : first + 2
                noteFailures(target: flat.tables.targets[branch], index, in: &failures)
            case .any, .one, .not: if !self.holds(logic, index) { holds = false }
            }
        }
        if !holds { failures.append(index) }
    }

    @inline(__always) private func noteFailures(target: Int32, _ index: Int, in failures: inout [Int]) {
        if target >= 0 {
            noteFailures(Int(target), index, in: &failures)
        } else if target == FlatTables.never {
            failures.append(index)
        }
    }

    private func noteFailures(array entry: JSONTape.Entry, _ index: Int, _ rule: ArrayRule, in failures: inout [Int]) {
        let end = Int(entry.next)
        var element = index &+ 1
        var position = Int(rule.prefix)
        let last = position &+ Int(rule.prefixCount)
        while element < end {
            noteFailures(target: position < last ? flat.tables.targets[position] : rule.rest, element, in: &failures)
            position &+= 1
            element = Int(tape.entries[element].next)
        }
        let count = Int(entry.length)
        if count < rule.least || count > rule.most || rule.contains != FlatTables.none && !holds(contains: rule, index, end)
            || rule.isUnique && hasRepetition(index, end)
        {
            failures.append(index)
        }
    }

    private func noteFailures(object entry: JSONTape.Entry, _ index: Int, _ rule: ObjectRule, in failures: inout [Int]) {
        let end = Int(entry.next)
        var member = index &+ 1
        var seen: UInt64 = 0
        while member < end {
            let name = tape.entries[member]
            let slot = flat.tables.slots[Int(rule.base) &+ Int((name.next &* rule.multiplier) &>> rule.shift)]
            var isNamed = false
            if slot.hash == name.next, isSame(name, text: slot.text, length: slot.length) {
                seen |= slot.bit
                isNamed = slot.isProperty
                noteFailures(target: slot.node, member &+ 1, in: &failures)
            }
            if rule.patternCount > 0 {
                noteFailures(patterns: rule, member, isNamed: isNamed, in: &failures)
            } else if !isNamed {
                noteFailures(target: rule.additional, member &+ 1, in: &failures)
            }
            if rule.propertyNames != FlatTables.none { noteFailures(target: rule.propertyNames, member, in: &failures) }
            member = Int(tape.entries[member &+ 1].next)
        }
        let count = Int(entry.length)
        if count < rule.least || count > rule.most || seen & rule.required != rule.required {
            failures.append(index)
        }
        for position in Int(rule.dependencies)..<Int(rule.dependencies &+ rule.dependencyCount) {
            let dependency = flat.tables.dependencies[position]
            guard seen & dependency.name != 0 else { continue }
            if seen & dependency.required != dependency.required { failures.append(index) }
            noteFailures(target: dependency.node, index, in: &failures)
        }
    }

    @inline(never) private func noteFailures(patterns rule: ObjectRule, _ member: Int, isNamed: Bool, in failures: inout [Int]) {
        let name = text(tape.entries[member])
        var isNamed = isNamed
        for pattern in 0..<Int(rule.patternCount) {
            let position = Int(rule.patterns) + pattern * 2
            guard flat.tables.expressions[Int(flat.tables.targets[position])].isFound(in: name) else { continue }
            isNamed = true
            noteFailures(target: flat.tables.targets[position + 1], member + 1, in: &failures)
        }
        if !isNamed { noteFailures(target: rule.additional, member + 1, in: &failures) }
    }
}
