/// Looks at the elements of long arrays while they are being read, so that what nobody will ask about again need not be kept.
package protocol ElementWatch: AnyObject {
    /// Whether the elements of an array, from the one just read on, are to be looked at; asked once, when the array turns out to be long.
    /// - Parameters:
    ///   - names: the entries of the names that lead to the array from the document's own value; none when it is that value.
    ///   - tape: what was read so far; good for the time of the call.
    func begins(below names: [Int], in tape: JSONTape) -> Bool

    /// Whether an element that has been read is kept on the tape.
    /// - Parameter element: its entry, the last but for those within it.
    func keeps(_ element: Int, in tape: JSONTape) -> Bool
}

/// What the parser does for a watch: of the outermost array on each way into the document.
package struct WatchedElements {
    /// So many elements at the start of an array stay on the tape as they are, unasked: more than a message quotes.
    package static let quoted = 100
    /// Arrays within more containers than these are not looked at.
    static let depth = 4

    private enum Decision { case open, looks, leaves }

    private let watch: (any ElementWatch)?
    private var decision = Decision.open
    private var hasDropped = false
    /// Where elements that are kept stood in their array, by entry, where some before them are not.
    private(set) var positions: [Int: Int] = [:]

    init(_ watch: (any ElementWatch)?) { self.watch = watch }

    /// Another array begins.
    mutating func begin() { (decision, hasDropped) = (.open, false) }

    /// Shows an element that was read, and takes it off again unless it is to be kept.
    /// - Parameter position: 0-based, in its array; `quoted` or more.
    @inline(never) mutating func finish(
        _ element: Int, at position: Int, of array: UInt32, _ tape: inout [JSONTape.Entry], _ bytes: [UInt8], count: Int
    ) {
        guard let watch, decision != .leaves else { return }
        if decision == .open {
            let names = Self.names(on: tape, to: Int(array))
            let looks = names.map { names in Self.lent(&tape, bytes, count) { watch.begins(below: names, in: $0) } } ?? false
            decision = looks ? .looks : .leaves
            if !looks { return }
        }
        if Self.lent(&tape, bytes, count, { watch.keeps(element, in: $0) }) {
            if hasDropped { positions[element] = position }
        } else {
            tape.removeLast(tape.count - element)
            hasDropped = true
        }
    }

    /// The entries of the names that lead to an open container; nil when the way leads through an array.
    private static func names(on tape: [JSONTape.Entry], to container: Int) -> [Int]? {
        var names: [Int] = []
        // Until it is closed, a container's entry has the one around it.
        var container = container
        while tape[container].next != UInt32.max {
            let outer = Int(tape[container].next)
            guard tape[outer].kind == JSONTape.Kind.object else { return nil }
            names.append(container - 1)
            container = outer
        }
        return names.reversed()
    }

    private static func lent(_ tape: inout [JSONTape.Entry], _ bytes: [UInt8], _ count: Int, _ ask: (JSONTape) -> Bool) -> Bool {
        var lent = JSONTape(lending: bytes, count: count, tape)
        // So that the entries have one owner, and are not copied when they grow.
        tape = []
        defer { tape = lent.takeEntries() }
        return ask(lent)
    }
}
