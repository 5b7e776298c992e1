import Documents

extension Evaluation {
    /// `allOf`, `anyOf`, `oneOf`, `not` and `if` (core §10.2).
    mutating func holdsLogically(_ keyword: Keyword, _ value: Int, in schema: Subschema, _ own: inout Evaluated) -> Bool {
        switch keyword {
        case .all(let branches):
            var isValid = true
            for branch in branches {
                isValid = accepts(branch, value, &own) && isValid
                if !isValid, !isCollecting { return false }
            }
            return isValid
        case .any(let branches):
            let accepting = accepting(branches, value, &own, stopsAfter: program.tracksEvaluation ? Int.max : 1)
            if !accepting.isEmpty { return true }
            let reasons = reasons(branches, value)
            report(
                "anyOf", value, in: schema, expected: "at least one of \(branches.count) alternatives",
                message: { _ in "expected at least one of \(branches.count) alternatives to hold, got none\(reasons)" })
            return false
        case .one(let branches):
            let accepting = accepting(branches, value, &own, stopsAfter: 2)
            if accepting.count == 1 { return true }
            let got = accepting.isEmpty ? "none\(reasons(branches, value))" : "the alternatives \(accepting[0]) and \(accepting[1])"
            report(
                "oneOf", value, in: schema, expected: "exactly one of \(branches.count) alternatives",
                message: { _ in "expected exactly one of \(branches.count) alternatives to hold, got \(got)" })
            return false
        case .not(let inner):
            var ignored = Evaluated()
            if !silently({ $0.accepts(inner, value, &ignored) }) { return true }
            report(
                "not", value, in: schema, expected: "a value the schema refuses",
                message: { "expected a value that `not` refuses, got \($0)" })
            return false
        case .conditional(let condition, let then, let otherwise):
            let holds = silently { $0.accepts(condition, value, &own) }
            guard let branch = holds ? then : otherwise else { return true }
            return accepts(branch, value, &own)
        default: return true
        }
    }

    /// The positions of the branches that accept the value.
    private mutating func accepting(_ branches: [Int], _ value: Int, _ own: inout Evaluated, stopsAfter most: Int) -> [Int] {
        var positions: [Int] = []
        for (position, branch) in branches.enumerated() {
            if silently({ $0.accepts(branch, value, &own) }) { positions.append(position) }
            if positions.count >= most { break }
        }
        return positions
    }

    /// Why up to three branches refused the value.
    private func reasons(_ branches: [Int], _ value: Int) -> String {
        guard isCollecting, explainsAlternatives else { return "" }
        let reasons = branches.prefix(3).enumerated().compactMap { position, branch in
            firstViolation(of: branch, value).map { violation in
                let place = violation.instance.tokens.isEmpty ? "" : " at \(violation.instance)"
                return "\(position): \(violation.message)\(place)"
            }
        }
        return reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")"
    }
}
