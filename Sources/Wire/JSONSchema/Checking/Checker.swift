import Documents

/// Asks a flat schema of a document on a tape: the verdict alone, as fast as it can be had.
///
/// All state is in the arguments; the arrays are only read.
struct Checker {
    let flat: FlatSchema
    let tape: JSONTape

    init(_ flat: FlatSchema, _ tape: JSONTape) {
        self.flat = flat
        self.tape = tape
    }

    /// Whether the value (or name) at an index of the tape satisfies a node of the flat.tables.
    func accepts(_ node: Int, _ index: Int) -> Bool {
        let rule = flat.tables.nodes[node]
        let entry = tape.entries[index]
        let kind = entry.kind
        if rule.types &>> UInt8(truncatingIfNeeded: kind) & 1 == 0 { return false }
        switch kind {
        case JSONTape.Kind.string, JSONTape.Kind.name:
            if rule.string >= 0, !accepts(text: entry, flat.tables.strings[Int(rule.string)]) { return false }
        case JSONTape.Kind.number:
            if rule.wholeOnly, entry.has(JSONTape.Traits.fraction | JSONTape.Traits.exponent), !number(entry).isWhole { return false }
            if rule.number >= 0, !accepts(number: entry, flat.tables.numbers[Int(rule.number)]) { return false }
        case JSONTape.Kind.array:
            if rule.array >= 0, !accepts(array: entry, index, flat.tables.arrays[Int(rule.array)]) { return false }
        case JSONTape.Kind.object:
            if rule.object >= 0, !accepts(object: entry, index, flat.tables.objects[Int(rule.object)]) { return false }
        default: break
        }
        if rule.values >= 0, !isAmong(flat.tables.values[Int(rule.values)], entry, index) { return false }
        if rule.logicCount > 0 {
            for position in Int(rule.logic)..<Int(rule.logic &+ rule.logicCount) where !holds(flat.tables.logic[position], index) {
                return false
            }
        }
        return true
    }

    /// Of a subschema named in a rule: `none` holds for all, `never` for nothing.
    @inline(__always) func admits(_ target: Int32, _ index: Int) -> Bool {
        target >= 0 ? accepts(Int(target), index) : target == FlatTables.none
    }

    func holds(_ rule: LogicRule, _ index: Int) -> Bool {
        let first = Int(rule.targets)
        let branches = first..<first + Int(rule.count)
        switch rule.operation {
        case .all:
            for branch in branches where !admits(flat.tables.targets[branch], index) { return false }
            return true
        case .any:
            for branch in branches where admits(flat.tables.targets[branch], index) { return true }
            return false
        case .one:
            var count = 0
            for branch in branches where admits(flat.tables.targets[branch], index) { count += 1 }
            return count == 1
        case .not: return !admits(flat.tables.targets[first], index)
        case .conditional: return admits(flat.tables.targets[admits(flat.tables.targets[first], index) ? first + 1 : first + 2], index)
        }
    }

    /// `enum` and `const`.
    func isAmong(_ rule: ValuesRule, _ entry: JSONTape.Entry, _ index: Int) -> Bool {
        if entry.kind == JSONTape.Kind.string || entry.kind == JSONTape.Kind.name {
            for position in Int(rule.literals)..<Int(rule.literals &+ rule.literalCount) {
                let literal = flat.tables.literals[position]
                if isSame(entry, text: literal.text, length: literal.length) { return true }
            }
            return false
        }
        guard rule.constantCount > 0 else { return false }
        let value = tape.node(at: index)
        for position in Int(rule.constants)..<Int(rule.constants &+ rule.constantCount) where flat.tables.constants[position] == value {
            return true
        }
        return false
    }

    /// Whether a string or name of the document is a text of the schema, byte by byte once decoded.
    @inline(__always) func isSame(_ entry: JSONTape.Entry, text: Int32, length: UInt32) -> Bool {
        if entry.has(JSONTape.Traits.escaped) { return isSame(escaped: entry, text: text, length: length) }
        if entry.length != length { return false }
        let texts = flat.tables.texts
        let (mine, its) = (tape.bytes.span.bytes, texts.span.bytes)
        var rest = Int(length)
        var (a, b) = (Int(entry.offset), Int(text))
        while rest >= 8 {
            if mine.word(a) != its.word(b) { return false }
            a &+= 8
            b &+= 8
            rest &-= 8
        }
        return (mine.word(a) ^ its.word(b)) & ((1 &<< UInt64(truncatingIfNeeded: rest &* 8)) &- 1) == 0
    }

    @inline(never) private func isSame(escaped entry: JSONTape.Entry, text: Int32, length: UInt32) -> Bool {
        JSONTape.content(of: entry, tape.bytes).elementsEqual(flat.tables.texts[Int(text)..<Int(text) + Int(length)])
    }

    @inline(never) func number(_ entry: JSONTape.Entry) -> Number { tape.number(entry) }

    @inline(never) func text(_ entry: JSONTape.Entry) -> String {
        String(decoding: JSONTape.content(of: entry, tape.bytes), as: UTF8.self)
    }
}
