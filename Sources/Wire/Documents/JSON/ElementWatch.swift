/// Looks at the elements of long arrays while they are being read, so that what nobody will ask about again need not be kept.
package protocol ElementWatch: AnyObject {
    /// Whether the elements of an array that begins are to be looked at.
    /// - Parameters:
    ///   - names: the entries of the names that lead to the array from the document's own value; none when it is that value.
    ///   - tape: what was read so far; good for the time of the call.
    func begins(below names: [Int], in tape: JSONTape) -> Bool

    /// Whether an element that has been read is kept on the tape.
    /// - Parameters:
    ///   - element: its entry, the last but for those within it.
    ///   - position: 0-based, in its array.
    func keeps(_ element: Int, at position: Int, in tape: JSONTape) -> Bool
}

/// What the parser does for a watch, away from its loops.
enum ElementWatching {
    /// Arrays within more containers than these are not asked about.
    static var depth: Int { 4 }

    /// Asks about an array that has just begun; one within another array is never looked at.
    @inline(never) static func begins(
        _ watch: (any ElementWatch)?, array: UInt32, _ tape: inout [JSONTape.Entry], _ bytes: [UInt8], count: Int
    ) -> Bool {
        guard let watch else { return false }
        var names: [Int] = []
        // Until it is closed, a container's entry has the one around it.
        var container = Int(array)
        while tape[container].next != UInt32.max {
            let outer = Int(tape[container].next)
            guard tape[outer].kind == JSONTape.Kind.object else { return false }
            names.append(container - 1)
            container = outer
        }
        return lent(&tape, bytes, count) { watch.begins(below: names.reversed(), in: $0) }
    }

    /// Shows an element that was read, and takes it off again unless it is to be kept.
    @inline(never) static func finish(
        _ watch: (any ElementWatch)?, _ element: Int, at position: Int, _ tape: inout [JSONTape.Entry], _ bytes: [UInt8], count: Int,
        _ positions: inout [Int: Int]
    ) {
        guard let watch else { return }
        if lent(&tape, bytes, count, { watch.keeps(element, at: position, in: $0) }) {
            positions[element] = position
        } else {
            tape.removeLast(tape.count - element)
        }
    }

    private static func lent(
        _ tape: inout [JSONTape.Entry], _ bytes: [UInt8], _ count: Int, _ ask: (JSONTape) -> Bool
    ) -> Bool {
        var lent = JSONTape(lending: bytes, count: count, tape)
        // So that the entries have one owner, and are not copied when they grow.
        tape = []
        defer { tape = lent.takeEntries() }
        return ask(lent)
    }
}
