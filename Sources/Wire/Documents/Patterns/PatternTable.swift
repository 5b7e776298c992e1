/// A pattern over ASCII text as a table: one look-up a byte, with the same answers as `RegularExpression.isFound`.
///
/// A state is a row of 128 numbers, the states that follow for each byte. It is written as the offset of its row; `lost` and `found` lead
/// only to themselves.
public struct PatternTable: Sendable {
    /// The state from which nothing matches.
    @inlinable @inline(__always) public static var lost: UInt16 { 0 }
    /// The state of a match that was found.
    @inlinable @inline(__always) public static var found: UInt16 { 128 }
    /// More states are not made: a table of 64 takes 16 KiB.
    private static let maximumStates = 64

    /// Row after row.
    package private(set) var states: [UInt16] = []
    /// By row: whether the text may end there.
    package private(set) var endings: [Bool] = []
    /// The state before the first byte.
    package private(set) var start: UInt16 = 0
}

extension RegularExpression {
    /// Nil for patterns with look-arounds or word boundaries, and for those that need too many states.
    package func table() -> PatternTable? { PatternTable(automaton) }
}

extension PatternTable {
    /// Steps that are reached with the next scalar still to come, and whether no scalar has come yet.
    private struct Moment: Hashable {
        var steps: [Int]
        var isFirst: Bool
    }

    init?(_ automaton: Automaton) {
        let program = automaton.main
        guard automaton.looks.isEmpty, program.steps.allSatisfy(Self.isSimple) else { return nil }
        // The first two rows are `lost` and `found`, which lead to themselves.
        states = [UInt16](repeating: Self.lost, count: 128) + [UInt16](repeating: Self.found, count: 128)
        endings = [false, true]
        var numbers: [Moment: UInt16] = [:]
        var waiting: [(Moment, UInt16)] = []
        func number(of moment: Moment) -> UInt16? {
            if let known = numbers[moment] { return known }
            let (steps, accepts) = Self.closure(moment, program, atEnd: false)
            if accepts { return Self.found }
            let (_, ends) = Self.closure(moment, program, atEnd: true)
            if steps.isEmpty, !ends { return Self.lost }
            guard endings.count < Self.maximumStates else { return nil }
            let number = UInt16(endings.count * 128)
            endings.append(ends)
            states += [UInt16](repeating: Self.lost, count: 128)
            numbers[moment] = number
            waiting.append((moment, number))
            return number
        }
        guard let first = number(of: Moment(steps: [0], isFirst: true)) else { return nil }
        start = first
        while let (moment, row) = waiting.popLast() {
            let (steps, _) = Self.closure(moment, program, atEnd: false)
            for byte in 0..<128 {
                var following: Set<Int> = [0]
                for step in steps {
                    if case .take(let set) = program.steps[step], automaton.sets[set].contains(UInt32(byte)) { following.insert(step + 1) }
                }
                guard let next = number(of: Moment(steps: following.sorted(), isFirst: false)) else { return nil }
                states[Int(row) + byte] = next
            }
        }
    }

    private static func isSimple(_ step: Automaton.Step) -> Bool {
        switch step {
        case .take, .jump, .fork, .accept, .check(.start), .check(.end): true
        case .check(.wordBoundary), .check(.noWordBoundary), .look: false
        }
    }

    /// The steps that take a scalar and can be reached without one, and whether the program accepts on the way.
    private static func closure(_ moment: Moment, _ program: Automaton.Program, atEnd: Bool) -> (steps: [Int], accepts: Bool) {
        var seen: Set<Int> = []
        var pending = moment.steps
        var steps: [Int] = []
        var accepts = false
        while let index = pending.popLast() {
            guard seen.insert(index).inserted else { continue }
            switch program.steps[index] {
            case .take: steps.append(index)
            case .jump(let target): pending.append(target)
            case .fork(let one, let other): pending += [one, other]
            case .check(.start): if moment.isFirst { pending.append(index + 1) }
            case .check(.end): if atEnd { pending.append(index + 1) }
            case .check, .look: break
            case .accept: accepts = true
            }
        }
        return (steps, accepts)
    }
}
