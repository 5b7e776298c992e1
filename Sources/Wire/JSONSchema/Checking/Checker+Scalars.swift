import Documents

extension Checker {
    func accepts(text entry: JSONTape.Entry, _ rule: StringRule) -> Bool {
        let isPlain = !entry.has(JSONTape.Traits.escaped | JSONTape.Traits.wide)
        if rule.least > 0 || rule.most < Int.max {
            let length = isPlain ? Int(entry.length) : length(entry)
            if length < rule.least || length > rule.most { return false }
        }
        if rule.expression >= 0 {
            if isPlain, rule.table >= 0 {
                if !matches(entry, rule) { return false }
            } else if !flat.tables.expressions[Int(rule.expression)].isFound(in: text(entry)) {
                return false
            }
        }
        if rule.format >= 0 {
            let format = flat.tables.formats[Int(rule.format)]
            if isPlain, QuickFormat.accepts(format, tape.bytes.span.bytes, from: Int(entry.offset), count: Int(entry.length)) {
                return true
            }
            return format.accepts(text(entry))
        }
        return true
    }

    /// In scalars.
    @inline(never) private func length(_ entry: JSONTape.Entry) -> Int {
        var count = 0
        for byte in JSONTape.content(of: entry, tape.bytes) where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    @inline(__always) private func matches(_ entry: JSONTape.Entry, _ rule: StringRule) -> Bool {
        let states = flat.tables.states
        let text = tape.bytes.span.bytes
        let table = Int(rule.table) &* 128
        var state = rule.start
        var position = Int(entry.offset)
        let end = position &+ Int(entry.length)
        while position < end {
            state = states[table &+ Int(state) &+ Int(text.byte(position))]
            position &+= 1
        }
        return flat.tables.endings[Int(rule.table) &+ Int(state) / 128]
    }

    func accepts(number entry: JSONTape.Entry, _ rule: NumberRule) -> Bool {
        let start = Int(entry.offset)
        let decimal = Decimal64(tape.bytes.span.bytes, from: start, to: start &+ Int(entry.length))
        for position in Int(rule.bounds)..<Int(rule.bounds &+ rule.boundCount) {
            let bound = flat.tables.bounds[position]
            if let decimal, let limit = bound.decimal, let order = decimal.compared(to: limit) {
                if !bound.bound.admits(order: order) { return false }
            } else if !bound.bound.admits(number(entry), flat.tables.limits[position]) {
                return false
            }
        }
        guard rule.divisor >= 0 else { return true }
        if let decimal, decimal.exponent == 0, rule.smallDivisor > 0 { return decimal.mantissa % rule.smallDivisor == 0 }
        return number(entry).isMultiple(of: flat.tables.divisors[Int(rule.divisor)])
    }
}

extension Keyword.Bound {
    /// By how the number stands to the limit: -1 below, 0 equal, 1 above.
    @inline(__always) func admits(order: Int) -> Bool {
        switch self {
        case .minimum: order >= 0
        case .maximum: order <= 0
        case .exclusiveMinimum: order > 0
        case .exclusiveMaximum: order < 0
        }
    }
}
