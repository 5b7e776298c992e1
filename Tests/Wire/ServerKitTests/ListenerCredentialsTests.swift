import Documents
import Foundation
import ServerKit
import Synchronization
import TestSupport
import Testing

/// Certificate, key and trust of a served listener, exchanged while it runs: judged by curl and openssl.
@Suite(.timeLimit(.minutes(2))) struct ListenerCredentialsTests {
    private let folder: TemporaryFolder
    private let certificates: Certificates
    private let events = EventsOfFiles()

    /// Collects what is told of files.
    private final class EventsOfFiles: Sendable {
        private let events = Mutex<[String]>([])
        func append(_ event: ListenerCredentials.Event) {
            events.withLock { events in
                switch event {
                case .replaced: events.append("replaced")
                case .refused: events.append("refused")
                }
            }
        }
        var all: [String] { events.withLock { $0 } }
    }

    init() async throws {
        folder = try TemporaryFolder()
        certificates = try await Certificates.shared.value
        try put("server.pem", as: "listener.pem")
        try put("server.key", as: "listener.key")
        try put("ca.pem", as: "trust.pem")
    }

    /// Puts a file in the place of another in one step.
    private func put(_ name: String, as place: String) throws { try put(certificates.bytes(name), as: place) }

    private func put(_ bytes: [UInt8], as place: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(place)"), options: .atomic)
    }

    private func credentials() throws -> ListenerCredentials {
        let (path, events) = (folder.path, events)
        return try ListenerCredentials(
            files: ["listener.pem", "listener.key", "trust.pem"].map { "\(path)/\($0)" }, clientCertificates: .required,
            read: {
                let bytes = { @Sendable (name: String) in [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }
                return TLSMaterial(
                    certificatePEM: try bytes("listener.pem"), keyPEM: try bytes("listener.key"), clientTrustPEM: try bytes("trust.pem"))
            }, report: events.append)
    }

    private func serving(
        _ credentials: ListenerCredentials, _ routes: RouteTable? = nil, _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        try await withServer(ServerConfiguration(channel: .credentials(credentials)), routes ?? echoRoutes(), body)
    }

    private func call(_ port: Int, as client: String = "client") async throws -> Shell.Outcome {
        try await Shell.run(
            "curl -sS -o /dev/null -w '%{http_code}' --cacert ca.pem --cert \(client).pem --key \(client).key https://127.0.0.1:\(port)/echo/x",
            in: certificates.folder)
    }

    /// The common name that the listener shows to a new connection.
    private func shown(_ port: Int) async throws -> String {
        let outcome = try await Shell.run(
            """
            openssl s_client -connect 127.0.0.1:\(port) -cert client.pem -key client.key </dev/null 2>/dev/null \
            | openssl x509 -noout -subject -nameopt multiline | sed -n 's/.*commonName *= //p'
            """, in: certificates.folder)
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `a pair that is exchanged under load holds for the next connection, and none fails meanwhile`() async throws {
        let credentials = try credentials()
        try await serving(credentials) { port in
            #expect(try await shown(port) == "server")
            let load = try await Shell.run(
                """
                call() { curl -sS -o /dev/null -w '%{http_code} ' --cacert ca.pem --cert client.pem --key client.key \
                    https://127.0.0.1:\(port)/echo/x || echo failed; }
                for worker in 1 2 3 4; do (for i in $(seq 15); do call; done) & done
                call
                cp renewed.pem '\(folder.path)/next.pem' && mv '\(folder.path)/next.pem' '\(folder.path)/listener.pem'
                call
                cp renewed.key '\(folder.path)/next.key' && mv '\(folder.path)/next.key' '\(folder.path)/listener.key'
                call
                wait
                """, in: certificates.folder)
            #expect(load.output.split(separator: " ") == Array(repeating: "200", count: 63), "\(load)")
            #expect(try await shown(port) == "renewed")
        }
        #expect(events.all == ["refused", "replaced"], "between the two files the pair did not fit, and a call came in between")
        #expect(credentials.material.certificatePEM == (try certificates.bytes("renewed.pem")))
    }

    @Test func `an open connection goes on over an exchange`() async throws {
        var routes = echoRoutes()
        routes.on("GET", "/exchange") { [self] _ in
            try put("renewed.pem", as: "listener.pem")
            try put("renewed.key", as: "listener.key")
            try put("other.pem", as: "trust.pem")
            return .text("exchanged")
        }
        try await serving(try credentials(), routes) { port in
            let urls = ["echo/x", "exchange", "echo/x"].map { "-o /dev/null https://127.0.0.1:\(port)/\($0)" }.joined(separator: " ")
            let outcome = try await Shell.run(
                "curl -sS -w '%{http_code} %{num_connects}\\n' --cacert ca.pem --cert client.pem --key client.key \(urls)",
                in: certificates.folder)
            #expect(outcome.output == "200 1\n200 0\n200 0\n", "\(outcome)")
            #expect(try await call(port).output == "000", "its authority is trusted no more: a new connection fails")
        }
    }

    @Test(arguments: ["no key", ""])
    func `a broken key keeps the pair before it and is told of once`(_ text: String) async throws {
        let credentials = try credentials()
        try await serving(credentials) { port in
            try put(Array(text.utf8), as: "listener.key")
            for _ in 0..<3 { #expect(try await call(port).output == "200") }
            #expect(try await shown(port) == "server")
            #expect(events.all == ["refused"])
            try put("renewed.pem", as: "listener.pem")
            try put("renewed.key", as: "listener.key")
            #expect(try await shown(port) == "renewed")
        }
        #expect(events.all == ["refused", "replaced"])
    }

    @Test func `a file that is gone keeps what was in force`() async throws {
        let credentials = try credentials()
        try FileManager.default.removeItem(atPath: folder.path + "/trust.pem")
        try await serving(credentials) { port in
            let outcome = try await call(port)
            #expect(outcome.output == "200", "\(outcome)")
        }
        #expect(events.all == ["refused"])
    }

    @Test func `clients of a new authority are let in at once, and those of the one that is gone are not`() async throws {
        try await serving(try credentials()) { port in
            #expect(try await call(port).output == "200")
            #expect(try await call(port, as: "stranger").output == "000")
            try put(certificates.bytes("ca.pem") + certificates.bytes("other.pem"), as: "trust.pem")
            #expect(try await call(port).output == "200")
            #expect(try await call(port, as: "stranger").output == "200")
            try put("other.pem", as: "trust.pem")
            #expect(try await call(port).output == "000")
            #expect(try await call(port, as: "stranger").output == "200")
        }
        #expect(events.all == ["replaced", "replaced"])
    }

    @Test func `the end of the certificate is that of the one in force`() throws {
        let credentials = try credentials()
        #expect(credentials.notAfter == (try PeerCertificate(pem: certificates.bytes("server.pem")).notAfter))
        try put("expired.pem", as: "listener.pem")
        try put("expired.key", as: "listener.key")
        #expect(credentials.notAfter == (try PeerCertificate(pem: certificates.bytes("expired.pem")).notAfter))
    }

    @Test func `files that do not fit at the start are an error, and neither text nor mirror shows a key`() throws {
        let material = TLSMaterial(
            certificatePEM: try certificates.bytes("server.pem"), keyPEM: Array("SECRET".utf8), clientTrustPEM: [])
        #expect(!"\(material)".contains("83, 69") && !String(reflecting: material).contains("83, 69"))
        var dumped = ""
        dump(material, to: &dumped)
        #expect(!dumped.contains("SECRET") && !dumped.contains("83, 69"))
        try put("client.key", as: "listener.key")
        #expect(throws: (any Error).self) { try credentials() }
    }
}
