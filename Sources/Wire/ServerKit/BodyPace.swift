/// Work that is cancelled when what it waits for comes too slowly.
enum BodyPace {
    struct TooSlow: Error {}

    /// The work's result; throws `TooSlow` when in some `window` fewer than `minimumBytes` came. Waits for cancelled work to return.
    static func run<Result: Sendable>(
        window: Duration, minimumBytes: Int, received: @escaping @Sendable () -> Int, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                var before = received()
                while true {
                    try await Task.sleep(for: window)
                    let now = received()
                    if now - before < minimumBytes { return nil }
                    before = now
                }
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw TooSlow() }
            return result
        }
    }
}
