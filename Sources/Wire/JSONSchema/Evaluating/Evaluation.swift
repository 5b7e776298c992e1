import Documents

/// One program asked of one document. Collects violations, or only the verdict where nobody will read them.
///
/// Where the program could be laid out flat, a `Checker` has noted what fails, and this only walks the ways there.
struct Evaluation {
    let program: SchemaProgram
    let tape: JSONTape
    private let checker: Checker?
    /// Entries of which some within a value are to be found exactly when it is not valid, ascending; nil without a checker, and where
    /// the value is asked in another way than it was when they were noted.
    private var failures: [Int]?
    private let limit: Int
    private(set) var found: [Violation] = []
    /// False inside `not`, `if`, `contains` and alternatives: there a failure is no violation yet.
    var isCollecting: Bool
    /// The way from the instance's root to the value being asked of.
    var instancePath: [JSONPathStep] = []
    /// Resources entered, the outermost first.
    private var scope: [Int] = []
    private var places: InstancePlaces

    /// A step without the cost of making text of indices and names.
    enum JSONPathStep {
        /// The entry of a member's name.
        case name(Int)
        case index(Int)
    }

    /// - Parameters:
    ///   - failures: what `Checker.noteFailures` noted for the root; nil when the program is not flat.
    ///   - limit: 0 asks for the verdict alone.
    init(_ program: SchemaProgram, _ tape: JSONTape, places: InstancePlaces, failures: [Int]?, limit: Int) {
        self.program = program
        self.tape = tape
        self.places = places
        self.limit = limit
        checker = failures == nil ? nil : program.flat.map { Checker($0, tape) }
        self.failures = failures?.sorted()
        isCollecting = limit > 0
    }

    mutating func violations() -> [Violation] {
        var evaluated = Evaluated()
        _ = accepts(program.root, 0, &evaluated)
        return found
    }

    mutating func accepts() -> Bool {
        var evaluated = Evaluated()
        return accepts(program.root, 0, &evaluated)
    }

    /// Whether the value at an entry satisfies a subschema; what was evaluated counts only when it does.
    mutating func accepts(_ index: Int, _ value: Int, _ evaluated: inout Evaluated) -> Bool {
        if checker != nil, isCollecting ? !mayFail(index, value) : checker?.accepts(index, value) == true { return true }
        if checker != nil, !isCollecting { return false }
        let subschema = program.subschemas[index]
        if subschema.isNever {
            report("false", value, in: subschema, expected: "nothing") { "expected no value here, got \($0)" }
            return false
        }
        let entersResource = scope.last != subschema.resource
        if entersResource { scope.append(subschema.resource) }
        defer { if entersResource { scope.removeLast() } }
        var own = Evaluated()
        var isValid = true
        let failsAsWhole = hasFailure(from: value, to: value + 1)
        for keyword in subschema.keywords where failsAsWhole || keyword.looksWithin {
            if holds(keyword, value, in: subschema, &own) { continue }
            isValid = false
            if !isCollecting || found.count >= limit { return false }
        }
        if isValid, program.tracksEvaluation { evaluated.formUnion(own) }
        return isValid
    }

    /// Whether a value on the way may not be valid.
    private func mayFail(_ index: Int, _ value: Int) -> Bool {
        failures == nil ? checker?.accepts(index, value) != true : hasFailure(from: value, to: tape.end(of: value))
    }

    /// Whether something was noted to fail in a range of entries; true where nothing was noted at all.
    func hasFailure(from start: Int, to end: Int) -> Bool {
        guard let failures else { return true }
        var low = 0
        var high = failures.count
        while low < high {
            let middle = (low + high) / 2
            if failures[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < failures.count && failures[low] < end
    }

    private mutating func holds(_ keyword: Keyword, _ value: Int, in schema: Subschema, _ own: inout Evaluated) -> Bool {
        let kind = tape.entries[value].kind
        switch keyword {
        case .types, .constant, .enumeration, .bound, .multipleOf, .length, .pattern, .format:
            return holdsForScalar(keyword, value, in: schema)
        case .itemCount, .uniqueItems, .items, .contains, .unevaluatedItems:
            return kind != JSONTape.Kind.array || holdsForArray(keyword, value, in: schema, &own)
        case .propertyCount, .required, .dependentRequired, .properties, .propertyNames, .dependentSchemas, .unevaluatedProperties:
            return kind != JSONTape.Kind.object || holdsForObject(keyword, value, in: schema, &own)
        case .all, .any, .one, .not, .conditional:
            return holdsLogically(keyword, value, in: schema, &own)
        case .reference(let target): return accepts(target, value, &own)
        case .dynamicReference(let initial, let anchor):
            // Core §8.2.3.2: the outermost resource in the dynamic scope that has the anchor.
            let outermost = scope.first { program.dynamicAnchors[$0][anchor] != nil }
            return accepts(outermost.flatMap { program.dynamicAnchors[$0][anchor] } ?? initial, value, &own)
        }
    }

    /// Asks below the current value.
    mutating func accepts(_ index: Int, _ value: Int, at step: JSONPathStep) -> Bool {
        instancePath.append(step)
        defer { instancePath.removeLast() }
        var evaluated = Evaluated()
        return accepts(index, value, &evaluated)
    }

    /// Asks without collecting.
    mutating func silently(_ ask: (inout Evaluation) -> Bool) -> Bool {
        let wasCollecting = isCollecting
        isCollecting = false
        defer { isCollecting = wasCollecting }
        return ask(&self)
    }

    /// The first violation of a subschema, for a message about alternatives.
    func firstViolation(of index: Int, _ value: Int) -> Violation? {
        var trial = self
        trial.found = []
        trial.isCollecting = true
        trial.explainsAlternatives = false
        trial.failures = nil
        var evaluated = Evaluated()
        _ = trial.accepts(index, value, &evaluated)
        return trial.found.first
    }

    /// False while alternatives are asked again for a message: their own alternatives are not, or the cost would double with each level.
    private(set) var explainsAlternatives = true

    /// - Parameters:
    ///   - value: the entry of what is there, which the violation quotes.
    ///   - message: given that quotation.
    ///   - at: the entry whose place is told when it is not the value's own.
    mutating func report(
        _ keyword: String, _ value: Int, in schema: Subschema, expected: @autoclosure () -> String?, at place: Int? = nil,
        below step: JSONPathStep? = nil, message: (_ actual: String) -> String
    ) {
        guard isCollecting, found.count < limit else { return }
        var path: [String] = []
        path.reserveCapacity(instancePath.count + 1)
        for step in instancePath { path.append(text(of: step)) }
        if let step { path.append(text(of: step)) }
        let actual = tape.excerpt(at: value)
        found.append(
            Violation(
                keyword: keyword, instance: JSONPointer(path), schema: schema.isNever ? schema.pointer : schema.pointer.appending(keyword),
                message: message(actual), expected: expected(), actual: actual, place: places.place(of: place ?? value, tape)))
    }

    private func text(of step: JSONPathStep) -> String {
        switch step {
        case .name(let name): tape.text(at: name)
        case .index(let index): String(index)
        }
    }
}
