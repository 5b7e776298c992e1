/// A pattern as steps of a non-deterministic automaton.
struct Automaton: Sendable {
    enum Step: Sendable {
        /// Go on when the next scalar is in that set.
        case take(set: Int)
        case jump(to: Int)
        case fork(Int, Int)
        case check(PatternSyntax.Assertion)
        /// Go on when that look-around holds here, or does not.
        case look(Int, isNegated: Bool)
        case accept
    }

    /// Steps that run in one direction over the text.
    struct Program: Sendable {
        var steps: [Step] = []
        /// From the end of the text to its start.
        let isBackward: Bool
    }

    var sets: [ScalarSet] = []
    /// Inner ones before those that use them. A look-ahead runs backward, so that one pass finds every spot where it holds.
    var looks: [Program] = []
    var main = Program(isBackward: false)
}

/// Unfolds a pattern's tree into steps.
struct AutomatonBuilder {
    private var automaton = Automaton()
    private var count = 0
    private let pattern: String

    static let maximumSteps = 20_000

    static func automaton(for syntax: PatternSyntax, pattern: String) throws(DocumentError) -> Automaton {
        var builder = AutomatonBuilder(pattern: pattern)
        builder.automaton.main = try builder.program(for: syntax, isBackward: false)
        builder.automaton.sets = builder.automaton.sets.map { $0.sealed() }
        return builder.automaton
    }

    private init(pattern: String) { self.pattern = pattern }

    private mutating func program(for syntax: PatternSyntax, isBackward: Bool) throws(DocumentError) -> Automaton.Program {
        var program = Automaton.Program(isBackward: isBackward)
        try append(syntax, to: &program)
        program.steps.append(.accept)
        return program
    }

    private mutating func emit(_ step: Automaton.Step, to program: inout Automaton.Program) throws(DocumentError) {
        count += 1
        guard count <= Self.maximumSteps else {
            throw .pattern(pattern, expected: "repetitions that unfold to at most \(Self.maximumSteps) steps", found: "more", column: 1)
        }
        program.steps.append(step)
    }

    private mutating func append(_ syntax: PatternSyntax, to program: inout Automaton.Program) throws(DocumentError) {
        switch syntax {
        case .empty: break
        case .scalars(let set):
            automaton.sets.append(set)
            try emit(.take(set: automaton.sets.count - 1), to: &program)
        case .sequence(let terms):
            for term in program.isBackward ? terms.reversed() : terms { try append(term, to: &program) }
        case .alternatives(let branches): try append(branches, to: &program)
        case .repeated(let inner, let least, let most): try append(inner, least, most, to: &program)
        case .assertion(let assertion): try emit(.check(assertion), to: &program)
        case .look(let look, let inner):
            let side = try self.program(for: inner, isBackward: !look.isBehind)
            automaton.looks.append(side)
            try emit(.look(automaton.looks.count - 1, isNegated: look.isNegated), to: &program)
        case .backReference:
            throw .pattern(pattern, expected: "no back-references (their cost has no bound)", found: "one", column: 1)
        }
    }

    private mutating func append(_ branches: [PatternSyntax], to program: inout Automaton.Program) throws(DocumentError) {
        var ends: [Int] = []
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            let fork = program.steps.count
            if !isLast { try emit(.fork(fork + 1, 0), to: &program) }
            try append(branch, to: &program)
            if isLast { break }
            ends.append(program.steps.count)
            try emit(.jump(to: 0), to: &program)
            program.steps[fork] = .fork(fork + 1, program.steps.count)
        }
        for end in ends { program.steps[end] = .jump(to: program.steps.count) }
    }

    private mutating func append(
        _ inner: PatternSyntax, _ least: Int, _ most: Int?, to program: inout Automaton.Program
    ) throws(DocumentError) {
        for _ in 0..<least {
            let before = program.steps.count
            try append(inner, to: &program)
            // What takes no step once takes none however often: `(){1000000}` is not counted out.
            if program.steps.count == before { break }
        }
        guard let most else {
            let fork = program.steps.count
            try emit(.fork(fork + 1, 0), to: &program)
            try append(inner, to: &program)
            try emit(.jump(to: fork), to: &program)
            program.steps[fork] = .fork(fork + 1, program.steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<max(most, least) {
            forks.append(program.steps.count)
            try emit(.fork(program.steps.count + 1, 0), to: &program)
            try append(inner, to: &program)
        }
        for fork in forks { program.steps[fork] = .fork(fork + 1, program.steps.count) }
    }
}
