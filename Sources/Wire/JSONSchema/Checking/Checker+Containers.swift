import Documents

extension Checker {
    func accepts(array entry: JSONTape.Entry, _ index: Int, _ rule: ArrayRule) -> Bool {
        let count = Int(entry.length)
        if count < rule.least || count > rule.most { return false }
        let end = Int(entry.next)
        var element = index &+ 1
        if rule.prefixCount > 0 {
            var position = Int(rule.prefix)
            let last = position &+ Int(rule.prefixCount)
            while element < end, position < last {
                if !admits(flat.tables.targets[position], element) { return false }
                position &+= 1
                element = Int(tape.entries[element].next)
            }
        }
        if rule.rest != FlatTables.none {
            while element < end {
                if !admits(rule.rest, element) { return false }
                element = Int(tape.entries[element].next)
            }
        }
        if rule.contains != FlatTables.none, !holds(contains: rule, index, end) { return false }
        return !rule.isUnique || count < 2 || !hasRepetition(index, end)
    }

    @inline(never) func holds(contains rule: ArrayRule, _ index: Int, _ end: Int) -> Bool {
        var element = index + 1
        var count = 0
        while element < end {
            if admits(rule.contains, element) { count += 1 }
            element = Int(tape.entries[element].next)
        }
        return count >= rule.containsLeast && count <= rule.containsMost
    }

    @inline(never) func hasRepetition(_ index: Int, _ end: Int) -> Bool {
        var seen: Set<Node> = []
        var element = index + 1
        while element < end {
            guard seen.insert(tape.node(at: element)).inserted else { return true }
            element = Int(tape.entries[element].next)
        }
        return false
    }

    func accepts(object entry: JSONTape.Entry, _ index: Int, _ rule: ObjectRule) -> Bool {
        let count = Int(entry.length)
        if count < rule.least || count > rule.most { return false }
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
                if slot.node != FlatTables.none, !admits(slot.node, member &+ 1) { return false }
            }
            if rule.patternCount > 0 {
                if !accepts(patterns: rule, member, isNamed: isNamed) { return false }
            } else if !isNamed, rule.additional != FlatTables.none, !admits(rule.additional, member &+ 1) {
                return false
            }
            if rule.propertyNames != FlatTables.none, !admits(rule.propertyNames, member) { return false }
            member = Int(tape.entries[member &+ 1].next)
        }
        if seen & rule.required != rule.required { return false }
        return rule.dependencyCount == 0 || holdDependencies(of: rule, seen, index)
    }

    /// `patternProperties`, and `additionalProperties` where neither they nor `properties` name the member.
    @inline(never) private func accepts(patterns rule: ObjectRule, _ member: Int, isNamed: Bool) -> Bool {
        let name = text(tape.entries[member])
        var isNamed = isNamed
        for pattern in 0..<Int(rule.patternCount) {
            let position = Int(rule.patterns) + pattern * 2
            guard flat.tables.expressions[Int(flat.tables.targets[position])].isFound(in: name) else { continue }
            isNamed = true
            if !admits(flat.tables.targets[position + 1], member + 1) { return false }
        }
        return isNamed || admits(rule.additional, member + 1)
    }

    @inline(never) private func holdDependencies(of rule: ObjectRule, _ seen: UInt64, _ index: Int) -> Bool {
        for position in Int(rule.dependencies)..<Int(rule.dependencies + rule.dependencyCount) {
            let dependency = flat.tables.dependencies[position]
            guard seen & dependency.name != 0 else { continue }
            if seen & dependency.required != dependency.required || !admits(dependency.node, index) { return false }
        }
        return true
    }
}
