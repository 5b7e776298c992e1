import Documents
import Foundation
import HTTPTypes
import Programs
import Synchronization
import Transport
import Verification

/// Uses the tools that a profile names: what steps do to the subject besides asking it.
struct ToolCaller: Sendable {
    /// How long a program may take.
    private static let patience: Duration = .seconds(60)

    let session: Session

    /// - Parameter values: what the step says; templates of the tool's body may use them.
    /// - Throws: `RunError` `toolFailed`, or why the request could not be made.
    func use(_ kind: Profile.ToolKind, _ values: [String: Node], trace: CaseTrace) async throws(RunError) {
        switch session.profile.tools[kind] {
        case nil: throw .toolFailed(kind, "the profile names none")
        case .command(let words):
            let arguments = values.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.text($0.value))" }
            let status: Int32?
            do {
                status = try await ToolProgram.run(words + arguments, environment: session.secrets.environment, within: Self.patience)
            } catch {
                throw .toolFailed(kind, "`\(words[0])` does not start")
            }
            guard let status else { throw .toolFailed(kind, "`\(words[0])` did not end within a minute") }
            guard status == 0 else { throw .toolFailed(kind, "`\(words[0])` ended with status \(status)") }
        case .request(let method, let url, let identity, let body):
            var request = OutgoingRequest(method: method, url: url, maximumBodyBytes: 1 << 20)
            request.fields[.contentType] = "application/json"
            request.fields[.accept] = "application/json"
            request.body = try RequestRenderer.resolved(body, values).compactBytes()
            let caller = identity ?? session.profile.stateIdentity?.name
            if let caller, let token = try await session.identities.token(caller) { request.fields[.authorization] = "Bearer \(token)" }
            let client = if let caller { try await session.identities.client(caller) } else { nil as ClientIdentity? }
            switch await session.channel.send(request, as: client, identity: caller ?? "", trace: trace) {
            case .failed(let failure): throw .toolFailed(kind, failure.message)
            case .answered(let exchange):
                let status = exchange.response.status
                guard (200...299).contains(status) else { throw .toolFailed(kind, "\(url) answered \(status)") }
            }
        }
    }

    private static func text(_ node: Node) -> String {
        if let elements = node.array { return elements.map { text($0) }.joined(separator: ",") }
        return node.string ?? String(decoding: node.compactBytes(), as: UTF8.self)
    }
}

/// Runs a program of a profile.
enum ToolProgram {
    /// The exit status; nil when it was ended because its time was over.
    static func run(_ words: [String], environment: [String: String], within: Duration) async throws -> Int32? {
        var program = Program(looking: words)
        program.environment = environment
        let running = try program.start()
        let isOver = Mutex(false)
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + .milliseconds(within.milliseconds))
        timer.setEventHandler {
            isOver.withLock { $0 = true }
            running.terminate()
        }
        timer.resume()
        defer { timer.cancel() }
        let end = await running.end()
        return isOver.withLock { $0 } ? nil : end.status
    }
}
