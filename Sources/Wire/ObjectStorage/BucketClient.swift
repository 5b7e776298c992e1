package import Documents
package import Transport

/// Works with one bucket of an S3 store. May be used by any number of tasks at a time.
package struct BucketClient: Sendable {
    /// Sends one request and waits for its answer; `HTTPClient.send` where the store is a real one.
    package typealias Send = @Sendable (OutgoingRequest) async throws(TransportError) -> IncomingResponse
    /// Waits; throws when the task was cancelled meanwhile.
    package typealias Pause = @Sendable (Duration) async throws -> Void

    /// What is bounded.
    package struct Configuration: Sendable {
        /// For one request and its answer.
        package var timeout: Duration
        /// The largest object that is read.
        package var maximumObjectBytes: Int
        /// The most versions that are listed.
        package var maximumVersions: Int

        package init(timeout: Duration = .seconds(30), maximumObjectBytes: Int = 64 << 20, maximumVersions: Int = 100_000) {
            self.timeout = timeout
            self.maximumObjectBytes = maximumObjectBytes
            self.maximumVersions = maximumVersions
        }
    }

    /// Which it works with.
    package let bucket: Bucket
    /// What is bounded, and by how much.
    package let configuration: Configuration
    let credentials: StorageCredentials
    let retries: RetryRule
    let send: Send
    let now: @Sendable () -> Timestamp
    let pause: Pause

    /// - Parameters:
    ///   - now: what requests are signed with; stores accept it within 15 minutes of theirs.
    ///   - pause: between two attempts.
    package init(
        bucket: Bucket, credentials: StorageCredentials, configuration: Configuration = Configuration(), retries: RetryRule,
        now: @escaping @Sendable () -> Timestamp, pause: @escaping Pause, send: @escaping Send
    ) {
        self.bucket = bucket
        self.credentials = credentials
        self.configuration = configuration
        self.retries = retries
        self.now = now
        self.pause = pause
        self.send = send
    }

    /// The same for another bucket of the store. Throws `invalidAddress` for a name that is none.
    package func sibling(named name: String) throws(StorageError) -> BucketClient {
        BucketClient(
            bucket: try bucket.sibling(named: name), credentials: credentials, configuration: configuration, retries: retries, now: now,
            pause: pause, send: send)
    }

    /// The last answer to a request, whatever its status, after the retries that `RetryRule` allows; each attempt is signed anew.
    ///
    /// Throws `unreachable`, `cancelled`, `answerTooLarge`, `unreadableAnswer` where it is no HTTP, `invalidRequest`.
    package func answer(to request: ObjectRequest) async throws(StorageError) -> IncomingResponse {
        var attempt = 1
        while true {
            let response = try await once(request)
            guard let time = retries.pause(after: attempt, response) else { return response }
            try await wait(time)
            attempt += 1
        }
    }

    /// The answer to a request that succeeded. Throws also what the store's refusal means.
    func success(_ request: ObjectRequest) async throws(StorageError) -> IncomingResponse {
        let response = try await answer(to: request)
        guard (200..<300).contains(response.status) else { throw .refused(request, ServiceRefusal(response)) }
        return response
    }

    /// Waits. Throws `cancelled`.
    func wait(_ time: Duration) async throws(StorageError) {
        do { try await pause(time) } catch { throw .cancelled }
    }

    private func once(_ request: ObjectRequest) async throws(StorageError) -> IncomingResponse {
        let outgoing = try request.signed(by: credentials, at: now(), timeout: configuration.timeout)
        do throws(TransportError) {
            return try await send(outgoing)
        } catch { throw .transport(error, request) }
    }
}
