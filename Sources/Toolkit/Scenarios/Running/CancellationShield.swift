/// Runs work to its end even when the current task has been cancelled: teardown has to reach the subject all the same.
///
/// The work runs in a task of its own, because cancellation is a property of the task and cannot be taken back. The caller waits for
/// it, so nothing outlives the call; the work must bound its own time.
func shieldedFromCancellation<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    guard Task.isCancelled else { return await work() }
    return await Task { await work() }.value
}
