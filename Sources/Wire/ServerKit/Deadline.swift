/// Work that is cancelled when its time is over.
enum Deadline {
    struct Passed: Error {}

    /// The work's result; throws `Passed` when the deadline came first. Waits for cancelled work to return: work that never looks at
    /// cancellation delays the caller.
    static func run<Result: Sendable>(
        until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw Passed() }
            return result
        }
    }
}
