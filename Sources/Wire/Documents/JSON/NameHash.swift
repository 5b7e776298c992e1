/// The hash by which names are told apart: of their decoded bytes, eight at a time.
///
/// Seeded anew in each process, so that no document can be made in which all names collide.
package enum NameHash {
    static let seed = UInt64.random(in: .min ... .max)

    @inline(__always) static func mixed(_ state: UInt64) -> UInt64 {
        let product = state.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }

    @inline(__always) static func finished(_ state: UInt64, length: Int) -> UInt32 {
        let value = state ^ UInt64(truncatingIfNeeded: length)
        return UInt32(truncatingIfNeeded: value ^ value &>> 32)
    }

    /// The hash of a name that the quick loop could not read to its end.
    static func slow(_ text: RawSpan, from start: Int, to stop: Int, isEscaped: Bool, seed: UInt64) -> UInt32 {
        if isEscaped { return hash(EscapedText.decoded(text, from: start, to: stop), seed: seed) }
        var state = seed
        var position = start
        while position + 8 <= stop {
            state = mixed(state ^ text.word(position))
            position += 8
        }
        state = mixed(state ^ (text.word(position) & ((1 << UInt64((stop - position) * 8)) - 1)))
        return finished(state, length: stop - start)
    }

    /// The hash of a name in memory, as an entry of a tape has it.
    package static func hash(_ name: [UInt8]) -> UInt32 { hash(name, seed: seed) }

    private static func hash(_ name: [UInt8], seed: UInt64) -> UInt32 {
        let padded = name + [UInt8](repeating: 0, count: 8)
        return slow(padded.span.bytes, from: 0, to: name.count, isEscaped: false, seed: seed)
    }
}
