/// Runs work beside a service that must be up first, and ends the service with the work.
enum Alongside {
    private enum Event<Ready: Sendable, Result: Sendable>: Sendable {
        case serviceEnded
        case result(Result)
    }

    /// - Parameters:
    ///   - service: calls `ready` once and then runs until it is cancelled.
    ///   - body: begins when the service is ready.
    /// - Throws: what the service throws before it is ready or while the work goes on; what the body throws.
    static func run<Ready: Sendable, Result: Sendable>(
        service: @escaping @Sendable (@escaping @Sendable (Ready) -> Void) async throws -> Void,
        body: @escaping @Sendable (Ready) async throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(of: Ready.self)
        return try await withThrowingTaskGroup(of: Event<Ready, Result>.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await service { continuation.yield($0) }
                return .serviceEnded
            }
            group.addTask {
                var readiness = stream.makeAsyncIterator()
                guard let ready = await readiness.next() else {
                    try Task.checkCancellation()
                    // The service ended before it was ready: its own error ends the group.
                    return .serviceEnded
                }
                return .result(try await body(ready))
            }
            defer { group.cancelAll() }
            for try await event in group {
                if case .result(let result) = event {
                    group.cancelAll()
                    // The service's goodbye is awaited; that it was cancelled is no news.
                    while let rest = try? await group.next() { _ = rest }
                    return result
                }
            }
            throw CancellationError()
        }
    }
}
