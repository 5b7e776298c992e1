import Documents

/// One keyword of a schema, ready to be asked; subschemas are indices into the program.
enum Keyword: Sendable {
    case types(TypeSet)
    case constant(Node)
    /// With what is expected in words.
    case enumeration([Node], words: String)
    case bound(Bound, Number)
    case multipleOf(Number)
    case length(Extent, Int)
    case pattern(RegularExpression)
    case format(Format)
    case itemCount(Extent, Int)
    case uniqueItems
    case items(ItemRules)
    case contains(ContainsRule)
    case propertyCount(Extent, Int)
    case required([String])
    case dependentRequired([(name: String, required: [String])])
    case properties(PropertyRules)
    case propertyNames(Int)
    /// Under the name it was written with, `dependentSchemas` or `dependencies`.
    case dependentSchemas([(name: String, schema: Int)], keyword: String)
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case conditional(condition: Int, then: Int?, otherwise: Int?)
    case reference(Int)
    /// `initial` counts unless the dynamic scope has the anchor.
    case dynamicReference(initial: Int, anchor: String)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)

    /// Whether its violations may stand at values below the one it is asked of, or be those of other schemas asked of the same value.
    var looksWithin: Bool {
        switch self {
        case .items, .properties, .propertyNames, .dependentSchemas, .all, .conditional, .reference, .dynamicReference,
            .unevaluatedItems, .unevaluatedProperties:
            true
        case .types, .constant, .enumeration, .bound, .multipleOf, .length, .pattern, .format, .itemCount, .uniqueItems, .contains,
            .propertyCount, .required, .dependentRequired, .any, .one, .not:
            false
        }
    }

    enum Bound: String, Sendable { case minimum, maximum, exclusiveMinimum, exclusiveMaximum }
    enum Extent: Sendable { case least, most }

    struct ItemRules: Sendable {
        let prefix: [Int]
        /// `items`, for the elements after the prefix.
        let rest: Int?
    }

    struct ContainsRule: Sendable {
        let schema: Int
        let least: Int
        let most: Int?
    }

    /// `properties`, `patternProperties` and `additionalProperties` together, for the last depends on the others.
    struct PropertyRules: Sendable {
        let named: [ExactString: Int]
        let patterns: [(expression: RegularExpression, schema: Int)]
        let additional: Int?
    }
}

/// The types a value may have (validation §6.1.1).
struct TypeSet: OptionSet, Sendable {
    let rawValue: Int

    static let null = TypeSet(rawValue: 1)
    static let boolean = TypeSet(rawValue: 2)
    static let number = TypeSet(rawValue: 4)
    /// Whole numbers; `number` includes them.
    static let integer = TypeSet(rawValue: 8)
    static let string = TypeSet(rawValue: 16)
    static let array = TypeSet(rawValue: 32)
    static let object = TypeSet(rawValue: 64)

    static let names: [(name: String, type: TypeSet)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string), ("array", .array),
        ("object", .object),
    ]

    func admits(_ entry: JSONTape.Entry, _ tape: JSONTape) -> Bool {
        switch entry.kind {
        case JSONTape.Kind.null: contains(.null)
        case JSONTape.Kind.false, JSONTape.Kind.true: contains(.boolean)
        case JSONTape.Kind.number: contains(.number) || contains(.integer) && tape.number(entry).isWhole
        case JSONTape.Kind.array: contains(.array)
        case JSONTape.Kind.object: contains(.object)
        default: contains(.string)
        }
    }
}

/// A compiled schema: a boolean, or keywords that all must hold.
struct Subschema: Sendable {
    /// In its document.
    let pointer: JSONPointer
    /// Index of the schema resource it belongs to, for the dynamic scope.
    let resource: Int
    var keywords: [Keyword] = []
    /// The schema `false`.
    var isNever = false
}
