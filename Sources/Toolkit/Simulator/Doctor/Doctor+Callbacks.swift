import Scenarios
import Transport

extension Doctor {
    /// The certificates of the inbox, and whether it can be opened and reached from this machine.
    func callbacks() async -> [Diagnosis] {
        guard let callbacks = profile.callbacks else {
            return [.notChecked("callbacks", "the profile names no address: scenarios that wait for callbacks are not run")]
        }
        var found: [Diagnosis] = []
        if let certificate = callbacks.certificate {
            found.append(examination("callbacks: certificate", certificate, key: callbacks.key))
        }
        if let trust = callbacks.trust { found.append(examination("callbacks: trust", trust, key: nil)) }
        if let expired = callbacks.expiredCertificate {
            found.append(examination("callbacks: expired_certificate", expired, key: callbacks.expiredKey, endsWell: false))
        }
        if found.contains(where: { $0.outcome == .failed }) {
            found.append(.notChecked("callbacks: listener", "its certificates cannot be used"))
        } else {
            found.append(await listener(callbacks))
        }
        return found
    }

    private func listener(_ callbacks: Profile.Callbacks) async -> Diagnosis {
        let subject = "callbacks: listener \(callbacks.host):\(callbacks.port)"
        let remedy = "choose an address of this machine and a free port in `callbacks: listen`"
        do {
            let inbox = try CallbackInbox(try InboxConfiguration(callbacks, secrets: secrets), clock: clock)
            let timeout = timeout
            return try await withThrowingTaskGroup(of: Diagnosis?.self) { group in
                let (stream, opened) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    defer { opened.finish() }
                    try await inbox.run { opened.yield() }
                    return nil
                }
                group.addTask {
                    var iterator = stream.makeAsyncIterator()
                    guard await iterator.next() != nil else { return nil }
                    return await Self.reached(subject, inbox.address, timeout)
                }
                defer { group.cancelAll() }
                while let diagnosis = try await group.next() { if let diagnosis { return diagnosis } }
                return .failed(subject, "it ended at once", remedy: remedy)
            }
        } catch {
            return .failed(subject, Self.text(error), remedy: remedy)
        }
    }

    /// Somebody who presents no certificate may be turned away; that there is somebody to do so is what counts.
    private static func reached(_ subject: String, _ address: String, _ timeout: Duration) async -> Diagnosis {
        let client = HTTPClient(trust: .system)
        defer { client.close() }
        do throws(TransportError) {
            _ = try await client.send(OutgoingRequest(url: address, timeout: timeout))
        } catch {
            if [.couldNotConnect, .couldNotResolve, .timedOut].contains(error.code) {
                return .failed(
                    subject, "opened, and not reached from this machine: \(error.message)",
                    remedy: "choose an address of this machine in `callbacks: listen`")
            }
        }
        return .ok(subject, "opened and reached from this machine; whether the platform reaches it only a run can say")
    }
}
