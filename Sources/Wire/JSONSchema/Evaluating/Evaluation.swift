import Documents

/// One program asked of one instance. Collects violations, or only the verdict where nobody will read them.
struct Evaluation {
    let program: SchemaProgram
    private let limit: Int
    private(set) var found: [Violation] = []
    /// False inside `not`, `if`, `contains` and alternatives: there a failure is no violation yet.
    var isCollecting: Bool
    /// The way from the instance's root to the value being asked of.
    var instancePath: [JSONPathStep] = []
    /// Resources entered, the outermost first.
    private var scope: [Int] = []

    /// A step without the cost of making text of indices.
    enum JSONPathStep {
        case name(String)
        case index(Int)
    }

    /// A limit of 0 asks for the verdict alone.
    init(_ program: SchemaProgram, limit: Int) {
        self.program = program
        self.limit = limit
        isCollecting = limit > 0
    }

    mutating func violations(of instance: Node) -> [Violation] {
        var evaluated = Evaluated()
        _ = accepts(program.root, instance, &evaluated)
        return found
    }

    mutating func accepts(_ instance: Node) -> Bool {
        var evaluated = Evaluated()
        return accepts(program.root, instance, &evaluated)
    }

    /// Whether a value satisfies a subschema; what was evaluated counts only when it does.
    mutating func accepts(_ index: Int, _ node: Node, _ evaluated: inout Evaluated) -> Bool {
        let subschema = program.subschemas[index]
        if subschema.isNever {
            report("false", node, in: subschema, expected: "nothing", message: "expected no value here, got \(node.excerpt)")
            return false
        }
        let entersResource = scope.last != subschema.resource
        if entersResource { scope.append(subschema.resource) }
        defer { if entersResource { scope.removeLast() } }
        var own = Evaluated()
        var isValid = true
        for keyword in subschema.keywords where !holds(keyword, node, in: subschema, &own) {
            isValid = false
            if !isCollecting || found.count >= limit { return false }
        }
        if isValid, program.tracksEvaluation { evaluated.formUnion(own) }
        return isValid
    }

    private mutating func holds(_ keyword: Keyword, _ node: Node, in schema: Subschema, _ own: inout Evaluated) -> Bool {
        switch keyword {
        case .types, .constant, .enumeration, .bound, .multipleOf, .length, .pattern, .format:
            return holdsForScalar(keyword, node, in: schema)
        case .itemCount, .uniqueItems, .items, .contains, .unevaluatedItems:
            guard let elements = node.array else { return true }
            return holdsForArray(keyword, node, elements, in: schema, &own)
        case .propertyCount, .required, .dependentRequired, .properties, .propertyNames, .dependentSchemas, .unevaluatedProperties:
            guard let members = node.members else { return true }
            return holdsForObject(keyword, node, members, in: schema, &own)
        case .all, .any, .one, .not, .conditional:
            return holdsLogically(keyword, node, in: schema, &own)
        case .reference(let target): return accepts(target, node, &own)
        case .dynamicReference(let initial, let anchor):
            // Core §8.2.3.2: the outermost resource in the dynamic scope that has the anchor.
            let outermost = scope.first { program.dynamicAnchors[$0][anchor] != nil }
            return accepts(outermost.flatMap { program.dynamicAnchors[$0][anchor] } ?? initial, node, &own)
        }
    }

    /// Asks below the current value.
    mutating func accepts(_ index: Int, _ node: Node, at step: JSONPathStep) -> Bool {
        instancePath.append(step)
        defer { instancePath.removeLast() }
        var evaluated = Evaluated()
        return accepts(index, node, &evaluated)
    }

    /// Asks without collecting.
    mutating func silently(_ ask: (inout Evaluation) -> Bool) -> Bool {
        let wasCollecting = isCollecting
        isCollecting = false
        defer { isCollecting = wasCollecting }
        return ask(&self)
    }

    /// The first violation of a subschema, for a message about alternatives.
    func firstViolation(of index: Int, _ node: Node) -> Violation? {
        var trial = self
        trial.found = []
        trial.isCollecting = true
        trial.explainsAlternatives = false
        var evaluated = Evaluated()
        _ = trial.accepts(index, node, &evaluated)
        return trial.found.first
    }

    /// False while alternatives are asked again for a message: their own alternatives are not, or the cost would double with each level.
    private(set) var explainsAlternatives = true

    mutating func report(
        _ keyword: String, _ node: Node, in schema: Subschema, expected: String?, at place: Place? = nil,
        below step: JSONPathStep? = nil, message: @autoclosure () -> String
    ) {
        guard isCollecting, found.count < limit else { return }
        let path = (instancePath + [step].compactMap { $0 }).map { step in
            switch step {
            case .name(let name): name
            case .index(let index): String(index)
            }
        }
        found.append(
            Violation(
                keyword: keyword, instance: JSONPointer(path), schema: schema.isNever ? schema.pointer : schema.pointer.appending(keyword),
                message: message(), expected: expected, actual: node.excerpt, place: place ?? node.place))
    }
}
