/// One pass over a text: the grammar of RFC 8259, and what `JSONReader` refuses beyond it.
///
/// All that changes from byte to byte lives in local variables of one function. As properties of an object the same code takes ten times
/// as long, for each access is then checked for exclusivity.
enum TapeParser {
    /// - Parameters:
    ///   - bytes: the text with at least `JSONTape.padding` zero bytes behind it: a zero ends every loop.
    ///   - count: bytes of the text itself.
    ///   - elements: asks which elements of long arrays are kept.
    static func parse(
        _ bytes: [UInt8], count end: Int, limits: DocumentLimits, into entries: inout [JSONTape.Entry], _ elements: inout WatchedElements
    ) throws(TapeFault) {
        typealias Kind = JSONTape.Kind
        let text = bytes.span.bytes
        let (maximumDepth, maximumMembers) = (limits.maximumDepth, limits.maximumMembers)
        var tape = entries
        entries = []
        defer { entries = tape }
        let seed = NameHash.seed
        var position = 0
        // The container being read: its entry, how many values it has, and whether it is an object. Its parent's three wait in its entry.
        var open = UInt32.max
        var members: UInt32 = 0
        var inObject = false
        // Which hashes the names of the object had, by their highest six bits; the parents' wait in a stack.
        var seen: UInt64 = 0
        var waiting: [UInt64] = []
        // The outermost array on the way here, and where the element of it that is being read begins.
        var watched = UInt32.max
        var element = 0

        var byte = text.token(&position)
        if position >= end { throw TapeFault(.empty, at: position) }
        value: while true {
            switch byte {
            case UInt8(ascii: "\""):
                let start = position &+ 1
                var stop = text.plain(from: start)
                var traits: UInt32 = 0
                if text.byte(stop) != UInt8(ascii: "\"") { (stop, traits) = try string(text, from: stop, end: end) }
                tape.append(
                    JSONTape.Entry(
                        offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: stop &- start),
                        next: UInt32(truncatingIfNeeded: tape.count &+ 1), meta: Kind.string | traits))
                position = stop &+ 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if waiting.count >= maximumDepth { throw TapeFault(.tooDeep, at: position) }
                let isObject = byte == UInt8(ascii: "{")
                tape.append(
                    JSONTape.Entry(
                        offset: UInt32(truncatingIfNeeded: position), length: members, next: open,
                        meta: isObject ? Kind.object : Kind.array))
                waiting.append(seen)
                open = UInt32(truncatingIfNeeded: tape.count &- 1)
                members = 0
                seen = 0
                inObject = isObject
                if watched == UInt32.max, !isObject, waiting.count <= WatchedElements.depth {
                    watched = open
                    element = tape.count
                    elements.begin()
                }
                position &+= 1
                byte = text.token(&position)
                if byte != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    members = 1
                    if isObject {
                        if byte != UInt8(ascii: "\"") { throw TapeFault(.nameOrBrace, at: position) }
                        let hash = try name(text, &position, end: end, seed: seed, into: &tape)
                        seen = 1 &<< UInt64(truncatingIfNeeded: hash &>> 26)
                        byte = text.token(&position)
                    }
                    continue value
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = position
                let traits = try number(text, &position)
                tape.append(
                    JSONTape.Entry(
                        offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: position &- start),
                        next: UInt32(truncatingIfNeeded: tape.count &+ 1), meta: Kind.number | traits))
            default:
                let (kind, length) = try literal(text, position, byte)
                tape.append(
                    JSONTape.Entry(
                        offset: UInt32(truncatingIfNeeded: position), length: length, next: UInt32(truncatingIfNeeded: tape.count &+ 1),
                        meta: kind))
                position &+= Int(length)
            }
            // Behind a value: the next one of the same container, or the ends of as many as end here.
            while true {
                if open == UInt32.max { break value }
                if open == watched, tape.count > element {
                    if Int(members) > WatchedElements.quoted {
                        elements.finish(element, at: Int(members) &- 1, of: open, &tape, bytes, count: end)
                    }
                    element = tape.count
                }
                byte = text.token(&position)
                if byte == UInt8(ascii: ",") {
                    position &+= 1
                    members &+= 1
                    byte = text.token(&position)
                    if inObject {
                        if byte != UInt8(ascii: "\"") { throw TapeFault(.name, at: position) }
                        let hash = try name(text, &position, end: end, seed: seed, into: &tape)
                        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: hash &>> 26)
                        if seen & bit != 0 { tape[Int(open)].meta |= suspect }
                        seen |= bit
                        byte = text.token(&position)
                    }
                    continue value
                }
                if byte != (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    throw TapeFault(inObject ? .commaOrBrace : .commaOrBracket, at: position)
                }
                position &+= 1
                if open == watched { watched = UInt32.max }
                let container = Int(open)
                if inObject, Int(members) > maximumMembers { throw TapeFault(.tooManyMembers, at: Int(tape[container].offset)) }
                if tape[container].meta & suspect != 0, let repeated = RepeatedName.find(in: tape, bytes, object: container) {
                    throw TapeFault(repeated: tape[repeated])
                }
                open = tape[container].next
                let outer = tape[container].length
                tape[container].length = members
                tape[container].next = UInt32(truncatingIfNeeded: tape.count)
                members = outer
                seen = waiting.removeLast()
                inObject = open != UInt32.max && tape[Int(open)].kind == Kind.object
            }
        }
        _ = text.token(&position)
        if position < end { throw TapeFault(.trailing, at: position) }
    }

    /// Marks the entry of an object in which two names have the same six bits of hash, until it is closed.
    private static var suspect: UInt32 { 1 << 31 }

    /// A member's name up to the byte behind its colon; `position` is at the quote.
    /// - Returns: the hash of the name.
    @inline(__always)
    private static func name(
        _ text: RawSpan, _ position: inout Int, end: Int, seed: UInt64, into tape: inout [JSONTape.Entry]
    ) throws(TapeFault) -> UInt32 {
        let start = position &+ 1
        var stop = start
        var state = seed
        while true {
            let word = text.word(stop)
            let marks = SpecialBytes.marks(in: word)
            if marks != 0 {
                let bits = UInt64(truncatingIfNeeded: marks.trailingZeroBitCount & 0x38)
                stop &+= Int(bits >> 3)
                state = NameHash.mixed(state ^ (word & ((1 << bits) &- 1)))
                break
            }
            state = NameHash.mixed(state ^ word)
            stop &+= 8
        }
        var hash = NameHash.finished(state, length: stop &- start)
        var traits: UInt32 = 0
        if text.byte(stop) != UInt8(ascii: "\"") {
            (stop, traits) = try string(text, from: stop, end: end)
            hash = NameHash.slow(text, from: start, to: stop, isEscaped: traits & JSONTape.Traits.escaped != 0, seed: seed)
        }
        tape.append(
            JSONTape.Entry(
                offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: stop &- start), next: hash,
                meta: JSONTape.Kind.name | traits))
        position = stop &+ 1
        if text.token(&position) != UInt8(ascii: ":") { throw TapeFault(.colon, at: position) }
        position &+= 1
        return hash
    }
}
