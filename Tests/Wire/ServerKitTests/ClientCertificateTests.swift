import ServerKit
import TestSupport
import Testing

/// Client certificates at a served listener: what is wrong with one ends the handshake, and no handler sees a request.
@Suite struct ClientCertificateTests {
    /// What curl told, and how many requests were answered.
    private func call(
        _ client: String, _ mode: ServerConfiguration.ClientCertificates
    ) async throws -> (outcome: Shell.Outcome, answered: Int) {
        let certificates = try await ClientCertificates.shared.value
        let configuration = ServerConfiguration(
            certificatePEM: try certificates.bytes("server.pem"), keyPEM: try certificates.bytes("server.key"),
            clientTrustPEM: try certificates.bytes("root.pem"), clientCertificates: mode)
        let events = EventBox()
        let outcome = try await withServer(configuration, echoRoutes(), log: events.append) { port in
            try await Shell.run(
                "curl -sS -w '\\n%{http_code}' --cacert root.pem --cert \(client).pem --key \(client).key https://127.0.0.1:\(port)/echo/x",
                in: certificates.folder)
        }
        return (outcome, events.all.count(where: { $0.kind == .answered }))
    }

    @Test(arguments: ["good", "good-behind"], [ServerConfiguration.ClientCertificates.required, .optional])
    func `a right certificate is let in, by the root or by an authority between`(
        _ client: String, _ mode: ServerConfiguration.ClientCertificates
    ) async throws {
        let (outcome, answered) = try await call(client, mode)
        #expect(outcome.output.hasSuffix("\n200"), "\(outcome)")
        #expect(answered == 1)
    }

    @Test(arguments: ClientCertificates.Fault.allCases, [ServerConfiguration.ClientCertificates.required, .optional])
    func `each of fourteen wrong certificates ends the handshake`(
        _ fault: ClientCertificates.Fault, _ mode: ServerConfiguration.ClientCertificates
    ) async throws {
        let (outcome, answered) = try await call(fault.name, mode)
        #expect(outcome.status != 0)
        #expect(outcome.output.hasSuffix("\n000"), "\(outcome)")
        #expect(answered == 0)
    }

    @Test(arguments: ClientCertificates.Fault.allCases)
    func `openssl has the same against each of them`(_ fault: ClientCertificates.Fault) async throws {
        let folder = try await ClientCertificates.shared.value.folder
        let name = fault.name
        let verified = try await Shell.run(
            "openssl verify -purpose sslclient -CAfile root.pem -untrusted \(name).pem \(name).pem", in: folder)
        #expect(verified.text.contains(fault.rawValue), "\(verified)")
    }
}
