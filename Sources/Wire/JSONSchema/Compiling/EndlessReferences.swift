import Documents

/// Finds schemas that would be asked of the same value again and again.
struct EndlessReferences {
    private let program: SchemaProgram
    private enum Mark { case unseen, open, done }

    init(_ program: SchemaProgram) { self.program = program }

    /// Throws for the first schema from which keywords that stay at the same value lead back to it; `describe` tells where it is.
    func check(_ describe: (Int) -> (JSONPointer, Place)) throws(SchemaError) {
        var marks = [Mark](repeating: .unseen, count: program.subschemas.count)
        for start in program.subschemas.indices where marks[start] == .unseen {
            var path: [(index: Int, targets: ArraySlice<Int>)] = [(start, targets(of: start)[...])]
            marks[start] = .open
            while !path.isEmpty {
                guard let next = path[path.count - 1].targets.popFirst() else {
                    marks[path.removeLast().index] = .done
                    continue
                }
                switch marks[next] {
                case .done: continue
                case .open:
                    let (pointer, place) = describe(next)
                    throw .endless(pointer, at: place)
                case .unseen:
                    marks[next] = .open
                    path.append((next, targets(of: next)[...]))
                }
            }
        }
    }

    /// Subschemas asked of the very value the schema is asked of. For a dynamic reference every anchor it could lead to counts.
    private func targets(of index: Int) -> [Int] {
        program.subschemas[index].keywords.flatMap { keyword -> [Int] in
            switch keyword {
            case .reference(let target), .not(let target): [target]
            case .dynamicReference(let initial, let anchor): [initial] + program.dynamicAnchors.compactMap { $0[anchor] }
            case .all(let targets), .any(let targets), .one(let targets): targets
            case .conditional(let condition, let then, let otherwise): [condition] + [then, otherwise].compactMap { $0 }
            case .dependentSchemas(let rules, _): rules.map(\.schema)
            case .types, .constant, .enumeration, .bound, .multipleOf, .length, .pattern, .format, .itemCount, .uniqueItems, .items,
                .contains,
                .propertyCount, .required, .dependentRequired, .properties, .propertyNames, .unevaluatedItems, .unevaluatedProperties:
                []
            }
        }
    }
}
