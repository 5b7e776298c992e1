import TestSupport
import Testing

@testable import Transport

@Suite struct TLSTests {
    private func outcome(_ server: LoopbackServer, trust: Trust, identity: ClientIdentity? = nil, host: String = "127.0.0.1") async
        -> String
    {
        do throws(TransportError) {
            let client = HTTPClient(trust: trust, identity: identity)
            return "\(try await client.send(OutgoingRequest(url: "https://\(host):\(server.port)/echo")).status)"
        } catch { return error.description }
    }

    @Test func `a server of a trusted authority is accepted`() async throws {
        guard let pki = TestPKI.shared, let server = LoopbackServer.tls else { return }
        #expect(await outcome(server, trust: pki.trust) == "200")
        let client = HTTPClient(trust: pki.trust)
        let response = try await client.send(OutgoingRequest(url: "https://localhost:\(server.port)/echo", pinnedAddress: "127.0.0.1"))
        #expect(response.connectTime <= response.tlsTime && response.tlsTime <= response.firstByteTime)
        #expect(response.tlsTime > .zero && response.firstByteTime <= response.elapsed)
    }

    @Test func `what was agreed and who answered is told`() async throws {
        guard let pki = TestPKI.shared, let new = LoopbackServer.tls, let old = LoopbackServer.mutualTLS12 else { return }
        let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
        // A server that knows its clients' authority sends the authority's certificate as well.
        let command = "for name in server ca; do openssl x509 -in $name.pem -outform der | sha256sum | cut -c1-64; done"
        let shown = try await Shell.run(command, in: pki.folder).output
        for (server, version) in [(new, "TLSv1.3"), (old, "TLSv1.2")] {
            for isReused in [false, true] {
                let response = try await client.send(
                    OutgoingRequest(url: "https://localhost:\(server.port)/echo", pinnedAddress: "127.0.0.1"))
                let tls = try #require(response.tls)
                #expect(tls.version == version && tls.suite.hasPrefix("TLS_") && response.isConnectionReused == isReused)
                let digests = tls.chain.map { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n" }
                #expect(digests.count == (version == "TLSv1.3" ? 1 : 2) && shown.hasPrefix(digests.joined()))
            }
        }
        guard let plain = LoopbackServer.plain else { return }
        #expect(try await client.send(OutgoingRequest(url: "http://127.0.0.1:\(plain.port)/echo")).tls == nil)
    }

    @Test func `a server of another authority is refused`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.tls else { return }
        #expect(await outcome(server, trust: .pem(pki.bytes("stranger-ca.pem"))).hasPrefix("tlsFailed"))
        #expect(await outcome(server, trust: .system).hasPrefix("tlsFailed"))
        #expect(await outcome(server, trust: .pem([])).hasPrefix("tlsFailed"))
    }

    @Test func `a server under a name that is not in its certificate is refused`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.tls else { return }
        let client = HTTPClient(trust: pki.trust)
        await #expect(throws: TransportError(.tlsFailed, "")) {
            try await client.send(OutgoingRequest(url: "https://other.invalid:\(server.port)/echo", pinnedAddress: "127.0.0.1"))
        }
    }

    @Test func `a client certificate from memory is presented`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.mutual, let older = LoopbackServer.mutualTLS12 else { return }
        #expect(await outcome(server, trust: pki.trust, identity: pki.identity("client")) == "200")
        #expect(await outcome(older, trust: pki.trust, identity: pki.identity("client")) == "200")
    }

    /// In TLS 1.3 the alert races with the end of the connection, in which case only that is seen.
    private func isRefusal(_ text: String, _ reason: String) -> Bool {
        text.contains("tlsFailed") && text.contains(reason)
            || text.contains("connectionLost") && text.contains("refuses a client certificate")
    }

    @Test func `the refusal of a server that wants a certificate is named`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.mutual, let older = LoopbackServer.mutualTLS12 else { return }
        let newest = await outcome(server, trust: pki.trust)
        #expect(isRefusal(newest, "asks for a client certificate"), "\(newest)")
        #expect(await outcome(older, trust: pki.trust).hasPrefix("tlsFailed"))
    }

    @Test func `the refusal of a server that does not know the authority is named`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.mutual, let older = LoopbackServer.mutualTLS12 else { return }
        let newest = await outcome(server, trust: pki.trust, identity: pki.identity("stranger"))
        #expect(isRefusal(newest, "does not trust the authority"), "\(newest)")
        let text = await outcome(older, trust: pki.trust, identity: pki.identity("stranger"))
        #expect(text.contains("tlsFailed") && text.contains("does not trust the authority"), "\(text)")
    }

    @Test func `a key that does not belong to the certificate is refused`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.mutual else { return }
        let mixed = ClientIdentity(certificatePEM: pki.bytes("client.pem"), keyPEM: pki.bytes("stranger.key"))
        #expect(await outcome(server, trust: pki.trust, identity: mixed).hasPrefix("tlsFailed"))
        let empty = ClientIdentity(certificatePEM: [], keyPEM: [])
        #expect(await outcome(server, trust: pki.trust, identity: empty).hasPrefix("tlsFailed"))
    }

    @Test func `TLS 1_1 is not spoken`() async {
        guard let pki = TestPKI.shared, let server = LoopbackServer.outdated else { return }
        #expect(await outcome(server, trust: pki.trust).hasPrefix("tlsFailed"))
    }

    @Test func `an identity does not tell its key`() {
        let identity = ClientIdentity(certificatePEM: Array("cert".utf8), keyPEM: Array("hidden".utf8))
        var dumped = ""
        dump(identity, to: &dumped)
        let texts = ["\(identity)", identity.debugDescription, dumped]
        #expect(texts.allSatisfy { $0.contains("redacted") && !$0.contains("hidden") && !$0.contains("104") })
    }
}
