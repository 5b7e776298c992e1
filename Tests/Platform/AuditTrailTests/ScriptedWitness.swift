import Synchronization
import TransparencyLog

@testable import AuditTrail

/// A witness in memory that decides as the specification says, unless the test says what it answers.
final class ScriptedWitness: Sendable {
    typealias Script = @Sendable (_ body: [UInt8]?) throws -> WitnessRound.Answer?

    private struct State {
        var kept: SignedNote?
        var time: Int64 = 1_800_000_000
        var script: Script?
        var questions = 0
    }

    struct Unreachable: Error {}

    let key: NoteSigner
    let url: String
    private let log: NoteVerifier
    private let state = Mutex(State())

    init(_ number: UInt8, log: NoteVerifier) throws {
        key = try NoteSigner(name: "w\(number).invalid", key: [UInt8](repeating: 100 + number, count: 32))
        url = "https://w\(number).invalid/log"
        self.log = log
    }

    /// Its line in a policy.
    var line: String { "witness \(key.name) \(key.witnessVerifier.verifierKey) \(url)/\n" }

    /// Requests for a cosignature so far.
    var questions: Int { state.withLock { $0.questions } }

    /// The checkpoint that it cosigned last.
    var size: Int64? { state.withLock { state in state.kept.flatMap { try? Checkpoint(text: $0.text).size } } }

    /// From now on the script answers; nil from it, or no script, means the witness itself.
    func follow(_ script: Script?) { state.withLock { $0.script = script } }

    static func down(_ body: [UInt8]?) throws -> WitnessRound.Answer? { throw Unreachable() }

    func answer(_ url: String, _ body: [UInt8]?) throws -> WitnessRound.Answer {
        let script = state.withLock { state in
            if body != nil { state.questions += 1 }
            return state.script
        }
        if let answer = try script?(body) { return answer }
        guard let body else {
            guard url == "\(self.url)/\(WitnessPath.checkpoint(of: log.name))", let kept = state.withLock({ $0.kept }) else {
                return .init(status: 404, body: [])
            }
            return .init(status: 200, body: kept.bytes)
        }
        guard url == "\(self.url)/add-checkpoint" else { return .init(status: 404, body: []) }
        let request = try WitnessRequest(parsing: body)
        return try state.withLock { state in
            let latest = try state.kept.map { try Checkpoint(text: $0.text) }
            let decision = WitnessDecision(request, trusting: [log], latest: latest)
            if case .conflict(let size) = decision { return .init(status: 409, body: Array("\(size)\n".utf8)) }
            guard decision == .cosign else { return .init(status: decision.status, body: []) }
            state.time += 1
            let line = Array(try key.cosignatureLine(for: request.note, time: state.time).utf8)
            state.kept = try request.note.cosigned(by: key.witnessVerifier, answer: line)
            return .init(status: 200, body: line)
        }
    }
}
