import Documents

/// Lays a program out flat.
struct FlatCompiler {
    private let program: SchemaProgram
    var flat = FlatTables()

    /// Nil for programs whose verdict needs more than the value itself: what other schemas evaluated, or the dynamic scope; and for an
    /// object with more than 64 names that are required or depended on.
    static func flat(_ program: SchemaProgram) -> FlatSchema? {
        guard !program.tracksEvaluation else { return nil }
        var compiler = FlatCompiler(program: program)
        guard compiler.layOut() else { return nil }
        return FlatSchema(compiler.flat)
    }

    private init(program: SchemaProgram) { self.program = program }

    private mutating func layOut() -> Bool {
        for subschema in program.subschemas {
            guard let node = node(subschema) else { return false }
            flat.nodes.append(node)
        }
        flat.root = Int(target(program.root))
        if flat.root < 0 {
            // The root itself is `false`: a node without types refuses everything.
            flat.root = flat.nodes.count
            flat.nodes.append(FlatNode(types: 0))
        }
        flat.texts += [UInt8](repeating: 0, count: 8)
        return true
    }

    private mutating func node(_ subschema: Subschema) -> FlatNode? {
        var node = FlatNode()
        if subschema.isNever {
            node.types = 0
            return node
        }
        let keywords = subschema.keywords
        for case .types(let types) in keywords { (node.types, node.wholeOnly) = Self.kinds(types) }
        node.string = stringRule(keywords)
        node.number = numberRule(keywords)
        node.array = arrayRule(keywords)
        guard let object = objectRule(keywords) else { return nil }
        node.object = object
        var values: [[Node]] = []
        var logic: [LogicRule] = []
        for keyword in keywords {
            switch keyword {
            case .constant(let value): values.append([value])
            case .enumeration(let alternatives, _): values.append(alternatives)
            case .all(let branches): logic.append(rule(.all, branches))
            case .any(let branches): logic.append(rule(.any, branches))
            case .one(let branches): logic.append(rule(.one, branches))
            case .not(let inner): logic.append(rule(.not, [inner]))
            case .reference(let target): logic.append(rule(.all, [target]))
            case .conditional(let condition, let then, let otherwise):
                logic.append(rule(.conditional, condition, then, otherwise))
            case .dynamicReference, .unevaluatedItems, .unevaluatedProperties: return nil
            case .types, .bound, .multipleOf, .length, .pattern, .format, .itemCount, .uniqueItems, .items, .contains, .propertyCount,
                .required, .dependentRequired, .properties, .propertyNames, .dependentSchemas:
                break
            }
        }
        // `const` beside `enum`: what both hold.
        if let first = values.first {
            node.values = valuesRule(first.filter { value in values.dropFirst().allSatisfy { $0.contains(value) } })
        }
        if !logic.isEmpty {
            node.logic = Int32(flat.logic.count)
            node.logicCount = Int32(logic.count)
            flat.logic += logic
        }
        return node
    }

    private static func kinds(_ types: TypeSet) -> (UInt8, Bool) {
        typealias Kind = JSONTape.Kind
        var bits: UInt8 = 0
        func admit(_ kinds: UInt32...) { for kind in kinds { bits |= 1 << UInt8(kind) } }
        if types.contains(.null) { admit(Kind.null) }
        if types.contains(.boolean) { admit(Kind.false, Kind.true) }
        if types.contains(.number) || types.contains(.integer) { admit(Kind.number) }
        if types.contains(.string) { admit(Kind.string, Kind.name) }
        if types.contains(.array) { admit(Kind.array) }
        if types.contains(.object) { admit(Kind.object) }
        return (bits, types.contains(.integer) && !types.contains(.number))
    }

    /// A subschema by its index, by what it refers to if that is all it does, or `never`.
    func target(_ index: Int) -> Int32 {
        var index = index
        // References without end were refused when the program was made.
        while program.subschemas[index].keywords.count == 1, case .reference(let next) = program.subschemas[index].keywords[0] {
            index = next
        }
        return program.subschemas[index].isNever ? FlatTables.never : Int32(index)
    }

    /// A rule's target; `none` when the subschema holds for every value.
    func restriction(_ index: Int) -> Int32 {
        let target = target(index)
        guard target >= 0 else { return target }
        return program.subschemas[Int(target)].keywords.isEmpty ? FlatTables.none : target
    }

    mutating func rule(_ operation: LogicRule.Operation, _ branches: [Int]) -> LogicRule {
        let first = Int32(flat.targets.count)
        flat.targets += branches.map { target($0) }
        return LogicRule(operation: operation, targets: first, count: Int32(branches.count))
    }

    private mutating func rule(_ operation: LogicRule.Operation, _ condition: Int, _ then: Int?, _ otherwise: Int?) -> LogicRule {
        let first = Int32(flat.targets.count)
        flat.targets += [target(condition)] + [then, otherwise].map { $0.map(restriction) ?? FlatTables.none }
        return LogicRule(operation: operation, targets: first, count: 3)
    }

    private mutating func valuesRule(_ values: [Node]) -> Int32 {
        var rule = ValuesRule(literals: Int32(flat.literals.count), constants: Int32(flat.constants.count))
        for value in values {
            if let text = value.string {
                flat.literals.append(literal(text))
                rule.literalCount += 1
            } else {
                flat.constants.append(value)
                rule.constantCount += 1
            }
        }
        flat.values.append(rule)
        return Int32(flat.values.count - 1)
    }

    mutating func literal(_ text: String) -> LiteralText {
        let bytes = [UInt8](text.utf8)
        let offset = Int32(flat.texts.count)
        flat.texts += bytes
        return LiteralText(text: offset, length: UInt32(bytes.count))
    }
}
