import Documents

/// A program in flat arrays of plain numbers, for the quick verdict: nothing in them is counted, copied or looked up by text.
///
/// A class, so that handing it on costs nothing.
final class FlatSchema: Sendable {
    let tables: FlatTables

    init(_ tables: FlatTables) { self.tables = tables }
}

/// The arrays of a flat schema.
struct FlatTables: Sendable {
    /// Parallel to the program's subschemas.
    var nodes: [FlatNode] = []
    var root = 0
    var strings: [StringRule] = []
    var numbers: [NumberRule] = []
    var bounds: [BoundRule] = []
    /// By bound.
    var limits: [Number] = []
    var arrays: [ArrayRule] = []
    var objects: [ObjectRule] = []
    var values: [ValuesRule] = []
    var logic: [LogicRule] = []
    /// Lists of subschemas that rules point into.
    var targets: [Int32] = []
    /// The tables of names of all objects.
    var slots: [NameSlot] = []
    /// Names and texts of constants, each padded so that eight bytes can be read from any of its bytes.
    var texts: [UInt8] = []
    var literals: [LiteralText] = []
    var constants: [Node] = []
    /// Rows of all pattern tables, and where a text may end, by row.
    var states: [UInt16] = []
    var endings: [Bool] = []
    var expressions: [RegularExpression] = []
    var formats: [Format] = []
    var divisors: [Number] = []
    var dependencies: [DependencyRule] = []

    /// Stands for no rule, or for a subschema that holds for everything.
    static let none: Int32 = -1
    /// Stands for the schema `false` where a subschema is named.
    static let never: Int32 = -2
}

/// One subschema: the types it admits and where the rules for each kind are.
struct FlatNode: Sendable {
    /// Bit n admits `JSONTape.Kind` n.
    var types: UInt8 = 0xFF
    /// Of numbers only whole ones.
    var wholeOnly = false
    var string = FlatTables.none
    var number = FlatTables.none
    var array = FlatTables.none
    var object = FlatTables.none
    var values = FlatTables.none
    var logic = FlatTables.none
    var logicCount: Int32 = 0
}

struct StringRule: Sendable {
    /// In scalars.
    var least = 0
    var most = Int.max
    /// Index of the first row of its table in `states`, or -1 when it has none and `expression` decides.
    var table = FlatTables.none
    var start: UInt16 = 0
    var expression = FlatTables.none
    var format = FlatTables.none
}

/// `minimum`, `maximum` and their exclusive forms.
struct BoundRule: Sendable {
    let bound: Keyword.Bound
    /// Nil when it has too many digits: then `limits` has it.
    let decimal: Decimal64?
}

struct NumberRule: Sendable {
    /// In `bounds`.
    var bounds: Int32
    var boundCount: Int32 = 0
    /// In `divisors`.
    var divisor = FlatTables.none
    /// The divisor when it is whole and small, 0 otherwise.
    var smallDivisor: Int64 = 0
}

struct ArrayRule: Sendable {
    var least = 0
    var most = Int.max
    var isUnique = false
    /// `prefixItems`, in `targets`.
    var prefix: Int32 = 0
    var prefixCount: Int32 = 0
    var rest = FlatTables.none
    var contains = FlatTables.none
    var containsLeast = 1
    var containsMost = Int.max
}

struct ObjectRule: Sendable {
    var least = 0
    var most = Int.max
    /// The table: `slots[base + (hash × multiplier) >> shift]`.
    var base: Int32 = 0
    var multiplier: UInt32 = 1
    var shift: UInt32 = 31
    /// The bits of the required names' slots.
    var required: UInt64 = 0
    /// Members no other rule names; `never` for `additionalProperties: false`.
    var additional = FlatTables.none
    /// Pairs of expression and subschema in `targets`.
    var patterns: Int32 = 0
    var patternCount: Int32 = 0
    var propertyNames = FlatTables.none
    /// In `dependencies`.
    var dependencies: Int32 = 0
    var dependencyCount: Int32 = 0
}

/// What the presence of a name asks for.
struct DependencyRule: Sendable {
    /// The name's bit.
    var name: UInt64
    /// Those of the names it asks for.
    var required: UInt64 = 0
    var node = FlatTables.none
}

/// A name in an object's table.
struct NameSlot: Sendable {
    /// Longer than any name: an empty slot.
    static let empty = NameSlot(hash: 0, length: .max, text: 0, node: FlatTables.none, isProperty: false, bit: 0)

    var hash: UInt32
    var length: UInt32
    /// Offset in `texts`.
    var text: Int32
    var node: Int32
    /// Named under `properties`; the others are only required or depended on.
    var isProperty: Bool
    var bit: UInt64
}

/// `enum` or `const`.
struct ValuesRule: Sendable {
    /// Texts, in `literals`.
    var literals: Int32 = 0
    var literalCount: Int32 = 0
    /// Values of other kinds, in `constants`.
    var constants: Int32 = 0
    var constantCount: Int32 = 0
}

struct LiteralText: Sendable {
    /// Offset in `texts`.
    var text: Int32
    var length: UInt32
}

struct LogicRule: Sendable {
    enum Operation: UInt8 { case all, any, one, not, conditional }

    var operation: Operation
    /// In `targets`; of a condition: if, then, else.
    var targets: Int32
    var count: Int32
}
