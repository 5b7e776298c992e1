import Documents

extension FlatCompiler {
    mutating func stringRule(_ keywords: [Keyword]) -> Int32 {
        var rule = StringRule()
        var isNeeded = false
        for keyword in keywords {
            switch keyword {
            case .length(.least, let count): rule.least = count
            case .length(.most, let count): rule.most = count
            case .pattern(let expression):
                rule.expression = Int32(flat.expressions.count)
                flat.expressions.append(expression)
                if let table = expression.table() {
                    rule.table = Int32(flat.states.count / 128)
                    rule.start = table.start
                    flat.states += table.states
                    flat.endings += table.endings
                }
            case .format(let format):
                rule.format = Int32(flat.formats.count)
                flat.formats.append(format)
            default: continue
            }
            isNeeded = true
        }
        guard isNeeded else { return FlatTables.none }
        flat.strings.append(rule)
        return Int32(flat.strings.count - 1)
    }

    mutating func numberRule(_ keywords: [Keyword]) -> Int32 {
        var rule = NumberRule(bounds: Int32(flat.bounds.count))
        for keyword in keywords {
            switch keyword {
            case .bound(let bound, let limit):
                flat.bounds.append(BoundRule(bound: bound, decimal: Decimal64(limit.lexeme)))
                flat.limits.append(limit)
                rule.boundCount += 1
            case .multipleOf(let divisor):
                rule.divisor = Int32(flat.divisors.count)
                flat.divisors.append(divisor)
                if let whole = divisor.integer { rule.smallDivisor = Int64(whole) }
            default: continue
            }
        }
        guard rule.boundCount > 0 || rule.divisor >= 0 else { return FlatTables.none }
        flat.numbers.append(rule)
        return Int32(flat.numbers.count - 1)
    }

    mutating func arrayRule(_ keywords: [Keyword]) -> Int32 {
        var rule = ArrayRule()
        var isNeeded = false
        for keyword in keywords {
            switch keyword {
            case .itemCount(.least, let count): rule.least = count
            case .itemCount(.most, let count): rule.most = count
            case .uniqueItems: rule.isUnique = true
            case .items(let items):
                rule.prefix = Int32(flat.targets.count)
                rule.prefixCount = Int32(items.prefix.count)
                flat.targets += items.prefix.map { restriction($0) }
                rule.rest = items.rest.map { restriction($0) } ?? FlatTables.none
            case .contains(let contains):
                rule.contains = target(contains.schema)
                rule.containsLeast = contains.least
                rule.containsMost = contains.most ?? Int.max
            default: continue
            }
            isNeeded = true
        }
        guard isNeeded else { return FlatTables.none }
        flat.arrays.append(rule)
        return Int32(flat.arrays.count - 1)
    }

    /// Nil when there are too many names, `none` without any rule for objects.
    mutating func objectRule(_ keywords: [Keyword]) -> Int32? {
        var rule = ObjectRule()
        var isNeeded = false
        var names = NameTable()
        var dependencies: [DependencyRule] = []
        for keyword in keywords {
            switch keyword {
            case .propertyCount(.least, let count): rule.least = count
            case .propertyCount(.most, let count): rule.most = count
            case .required(let required):
                for name in required {
                    guard let bit = names.bit(of: name) else { return nil }
                    rule.required |= bit
                }
            case .dependentRequired(let rules):
                for (name, required) in rules {
                    guard let bit = names.bit(of: name) else { return nil }
                    var dependency = DependencyRule(name: bit)
                    for other in required {
                        guard let bit = names.bit(of: other) else { return nil }
                        dependency.required |= bit
                    }
                    dependencies.append(dependency)
                }
            case .dependentSchemas(let rules, _):
                for (name, schema) in rules {
                    guard let bit = names.bit(of: name) else { return nil }
                    dependencies.append(DependencyRule(name: bit, node: target(schema)))
                }
            case .properties(let properties):
                for (name, schema) in properties.named { names.setNode(of: name.text, restriction(schema)) }
                rule.additional = properties.additional.map { restriction($0) } ?? FlatTables.none
                rule.patterns = Int32(flat.targets.count)
                rule.patternCount = Int32(properties.patterns.count)
                for (expression, schema) in properties.patterns {
                    flat.targets += [Int32(flat.expressions.count), restriction(schema)]
                    flat.expressions.append(expression)
                }
            case .propertyNames(let schema): rule.propertyNames = restriction(schema)
            default: continue
            }
            isNeeded = true
        }
        guard isNeeded else { return FlatTables.none }
        rule.dependencies = Int32(flat.dependencies.count)
        rule.dependencyCount = Int32(dependencies.count)
        flat.dependencies += dependencies
        guard layOut(names, &rule) else { return nil }
        flat.objects.append(rule)
        return Int32(flat.objects.count - 1)
    }

    /// Places the names in a table in which each is found by one look.
    private mutating func layOut(_ names: NameTable, _ rule: inout ObjectRule) -> Bool {
        var slots: [NameSlot] = []
        for entry in names.entries {
            let text = literal(entry.name)
            slots.append(
                NameSlot(
                    hash: NameHash.hash([UInt8](entry.name.utf8)), length: text.length, text: text.text, node: entry.node,
                    isProperty: entry.isProperty, bit: entry.bit))
        }
        guard let layout = PerfectTable(slots.map(\.hash)) else { return false }
        rule.base = Int32(flat.slots.count)
        rule.multiplier = layout.multiplier
        rule.shift = layout.shift
        flat.slots += [NameSlot](repeating: .empty, count: layout.size)
        for slot in slots { flat.slots[Int(rule.base) + layout.position(of: slot.hash)] = slot }
        return true
    }
}

/// The names an object's rules speak of.
private struct NameTable {
    struct Entry {
        let name: String
        var node = FlatTables.none
        var isProperty = false
        var bit: UInt64 = 0
    }

    private(set) var entries: [Entry] = []
    private var positions: [ExactString: Int] = [:]
    private var bits = 0

    /// Nil when all 64 are given away.
    mutating func bit(of name: String) -> UInt64? {
        let position = position(of: name)
        if entries[position].bit == 0 {
            guard bits < 64 else { return nil }
            entries[position].bit = 1 << UInt64(bits)
            bits += 1
        }
        return entries[position].bit
    }

    mutating func setNode(of name: String, _ node: Int32) {
        let position = position(of: name)
        entries[position].node = node
        entries[position].isProperty = true
    }

    private mutating func position(of name: String) -> Int {
        if let known = positions[ExactString(name)] { return known }
        positions[ExactString(name)] = entries.count
        entries.append(Entry(name: name))
        return entries.count - 1
    }
}
