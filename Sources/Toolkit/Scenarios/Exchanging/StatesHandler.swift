import Contracts
import Documents
import HTTPTypes
import Transport
import Verification

/// Brings the subject into the states that a contract presumes, through the handler that the profile names.
///
/// The handler gets `POST {"state": …, "params": {…}}` and answers 2xx; members of `values` in a JSON answer become template variables.
struct StatesHandler: Sendable {
    private static let maximumBytes = 1 << 20

    let session: Session

    /// - Returns: the values that the states gave; later states win over earlier ones.
    /// - Throws: `RunError` `stateFailed`, or why the request could not be made.
    func establish(_ states: [Interaction.ProviderState], values: [String: Node], trace: CaseTrace) async throws(RunError) -> [String: Node]
    {
        guard !states.isEmpty, case .url(let url, let identity) = session.profile.states else { return [:] }
        var given: [String: Node] = [:]
        for state in states {
            let known = values.merging(given) { $1 }
            let parameters = try RequestRenderer.resolved(state.parameters, known)
            var request = OutgoingRequest(method: "POST", url: url, maximumBodyBytes: Self.maximumBytes)
            request.fields[.contentType] = "application/json"
            request.fields[.accept] = "application/json"
            request.body = Node.object([("state", .string(state.name)), ("params", parameters)]).compactBytes()
            let caller = identity ?? session.profile.stateIdentity?.name
            if let caller, let token = try await session.identities.token(caller) { request.fields[.authorization] = "Bearer \(token)" }
            let client = if let caller { try await session.identities.client(caller) } else { nil as ClientIdentity? }
            switch await session.channel.send(request, as: client, identity: caller ?? "", trace: trace) {
            case .failed(let failure): throw .stateFailed(state.name, failure.message)
            case .answered(let exchange): given.merge(try Self.values(in: exchange.response, of: state.name)) { $1 }
            }
        }
        return given
    }

    private static func values(in response: Exchange.Response, of state: String) throws(RunError) -> [String: Node] {
        guard (200...299).contains(response.status) else { throw .stateFailed(state, "the handler answered \(response.status)") }
        guard !response.body.isEmpty else { return [:] }
        let document: Node
        do throws(DocumentError) {
            document = try JSONReader.read(response.body)
        } catch {
            throw .stateFailed(state, "the handler's answer is not JSON: \(error)")
        }
        guard let values = document["values"] else { return [:] }
        guard let members = values.members else { throw .stateFailed(state, "`values` in the handler's answer is no object") }
        return Dictionary(members.map { ($0.key, $0.value) }) { $1 }
    }
}

extension Profile {
    /// As whom states are asked for when the profile does not say: the first identity with a certificate of its own.
    var stateIdentity: Identity? { identities.first { $0.certificate != nil } }
}
