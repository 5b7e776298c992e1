/// One automaton over one text: all alternatives advance side by side, so each scalar costs at most one visit of each step.
struct AutomatonRun {
    private let automaton: Automaton
    private let text: [UInt32]
    /// For each look-around, at which spots (0 before the first scalar) it holds.
    private var looks: [[Bool]] = []

    init(_ automaton: Automaton, _ text: String) {
        self.automaton = automaton
        self.text = text.unicodeScalars.map(\.value)
        for program in automaton.looks {
            var spots = [Bool](repeating: false, count: self.text.count + 1)
            run(program, startsEverywhere: true) { spot in
                spots[spot] = true
                return false
            }
            looks.append(spots)
        }
    }

    func isFound() -> Bool { run(automaton.main, startsEverywhere: true) { _ in true } }

    func matchesWhole() -> Bool {
        let end = text.count
        return run(automaton.main, startsEverywhere: false) { $0 == end }
    }

    /// Calls `accepted` with each spot at which the program accepts, until it says true; the result is whether it did.
    @discardableResult
    private func run(_ program: Automaton.Program, startsEverywhere: Bool, accepted: (Int) -> Bool) -> Bool {
        var current = StepSet(capacity: program.steps.count)
        var following = StepSet(capacity: program.steps.count)
        let spots = program.isBackward ? Array((0...text.count).reversed()) : Array(0...text.count)
        for (round, spot) in spots.enumerated() {
            if startsEverywhere || round == 0 { follow(0, at: spot, program, into: &current) }
            if current.accepts, accepted(spot) { return true }
            guard round < text.count else { break }
            if current.isEmpty, !startsEverywhere { return false }
            let scalar = text[program.isBackward ? spot - 1 : spot]
            for index in current.members {
                guard case .take(let set) = program.steps[index], automaton.sets[set].contains(scalar) else { continue }
                follow(index + 1, at: program.isBackward ? spot - 1 : spot + 1, program, into: &following)
            }
            swap(&current, &following)
            following.removeAll()
        }
        return false
    }

    /// Adds a step and all that can be reached from it without taking a scalar.
    private func follow(_ first: Int, at spot: Int, _ program: Automaton.Program, into set: inout StepSet) {
        var pending = [first]
        while let index = pending.popLast() {
            guard set.insert(index) else { continue }
            switch program.steps[index] {
            case .take: break
            case .jump(let target): pending.append(target)
            case .fork(let one, let other):
                pending.append(other)
                pending.append(one)
            case .check(let assertion): if holds(assertion, at: spot) { pending.append(index + 1) }
            case .look(let look, let isNegated): if looks[look][spot] != isNegated { pending.append(index + 1) }
            case .accept: set.accepts = true
            }
        }
    }

    private func holds(_ assertion: PatternSyntax.Assertion, at spot: Int) -> Bool {
        switch assertion {
        case .start: spot == 0
        case .end: spot == text.count
        case .wordBoundary: isWord(spot - 1) != isWord(spot)
        case .noWordBoundary: isWord(spot - 1) == isWord(spot)
        }
    }

    private func isWord(_ index: Int) -> Bool {
        guard text.indices.contains(index) else { return false }
        switch text[index] {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
        default: return false
        }
    }
}

/// Steps in the order they were reached; emptying costs as much as was in it.
private struct StepSet {
    private(set) var members: [Int] = []
    private var isMember: [Bool]
    var accepts = false

    init(capacity: Int) { isMember = [Bool](repeating: false, count: capacity) }

    var isEmpty: Bool { members.isEmpty }

    mutating func insert(_ index: Int) -> Bool {
        if isMember[index] { return false }
        isMember[index] = true
        members.append(index)
        return true
    }

    mutating func removeAll() {
        for index in members { isMember[index] = false }
        members.removeAll(keepingCapacity: true)
        accepts = false
    }
}
