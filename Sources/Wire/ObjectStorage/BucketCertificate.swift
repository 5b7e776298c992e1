package import Documents

/// What a bucket was found to do, check by check, and what the checks left behind in it.
package struct BucketCertificate: Sendable, Hashable {
    /// What all checks come to, the worst first.
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// All checks were made, and the store did in each what it must.
        case enforced
        /// The store did otherwise in at least one.
        case notEnforced = "not-enforced"
        /// It did otherwise in none, and some could not be made.
        case notFullyVerified = "not-fully-verified"
    }

    /// Something of the checks that could not be removed.
    package struct Leftover: Sendable, Hashable {
        /// The bucket, with the key and version of an object in it.
        package let name: String
        /// Why it is still there: until when it is locked, or what the store said.
        package let reason: String

        package init(_ name: String, _ reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    /// Which was certified.
    package let bucket: Bucket
    /// By the clock of whoever certified.
    package let begun: Timestamp
    /// What all keys of the checks begin with.
    package let prefix: String
    /// One for each `BucketCheck`, in that order.
    package let results: [CheckResult]
    package let leftovers: [Leftover]

    /// A check without a result was not made.
    package init(
        bucket: Bucket, begun: Timestamp, prefix: String, results: [BucketCheck: CheckResult], leftovers: [Leftover]
    ) {
        self.bucket = bucket
        self.begun = begun
        self.prefix = prefix
        self.results = BucketCheck.allCases.map { results[$0] ?? CheckResult($0, .notMade, "what it builds on could not be made") }
        self.leftovers = leftovers
    }

    /// One check that the store fails is enough; one that could not be made is never a pass.
    package var verdict: Verdict {
        if results.contains(where: { $0.outcome == .notEnforced }) { return .notEnforced }
        return results.contains { $0.outcome == .notMade } ? .notFullyVerified : .enforced
    }

    /// As JSON, of schema version 1.
    package var node: Node {
        .object([
            ("schema_version", 1), ("bucket", .string(bucket.name)), ("endpoint", .string(bucket.endpoint)),
            ("region", .string(bucket.region)), ("begun", .string(begun.description)), ("verdict", .string(verdict.rawValue)),
            ("checks", .array(results.map(\.node))), ("prefix", .string(prefix)),
            ("left_behind", .array(leftovers.map { .object([("name", .string($0.name)), ("reason", .string($0.reason))]) })),
        ])
    }

    /// For people: a line for each check, what it means where it failed, what was left, and a closing line.
    package var lines: [String] {
        let width = BucketCheck.allCases.map(\.rawValue.count).max() ?? 0
        var lines: [String] = []
        for result in results {
            let row = result.check.row
            let name = result.check.rawValue + String(repeating: " ", count: width - result.check.rawValue.count)
            switch result.outcome {
            case .enforced: lines.append("✓ \(name)  \(row.deed): \(result.seen)")
            case .notEnforced:
                lines.append("✗ \(name)  \(row.deed): expected \(row.expected), got \(result.seen)")
                lines.append("    means: \(row.meaning)")
            case .notMade: lines.append("- \(name)  \(row.deed): not made: \(result.seen)")
            }
        }
        lines += leftovers.map { "left behind: \($0.name): \($0.reason)" }
        func count(_ outcome: CheckResult.Outcome) -> Int { results.count { $0.outcome == outcome } }
        lines.append(
            "\(verdict.rawValue): \(results.count) checks of \(bucket), \(count(.enforced)) enforced, \(count(.notEnforced)) not, "
                + "\(count(.notMade)) not made")
        return lines
    }
}

extension CheckResult {
    var node: Node {
        let row = check.row
        var members: [(String, Node)] = [
            ("name", .string(check.rawValue)), ("deed", .string(row.deed)), ("expected", .string(row.expected)),
            ("outcome", .string(outcome.rawValue)), ("seen", .string(seen)),
        ]
        if outcome == .notEnforced { members.append(("meaning", .string(row.meaning))) }
        return .object(members)
    }
}
