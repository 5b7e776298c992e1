#if Platform
    import Documents
    import Foundation
    import MessageSignatures
    import Programs
    import TestSupport
    import Testing

    /// `assay platform serve` as a process of its own, with a profile for its sandbox.
    final class ServedPlatform: Sendable {
        let folder: TemporaryFolder
        let sandbox: String
        let production: String
        let logKey: String
        private let process: RunningProgram

        /// Starts one with keys and data of its own.
        /// - Parameter month: of the synthetic data, YYYY-MM.
        static func start(month: String = "2026-10") async throws -> ServedPlatform {
            let folder = try TemporaryFolder()
            let made = try await Command.run("pki", "init", folder.path("pki"))
            try #require(made.status == 0, "\(made.errors)")
            try writeRelay(in: folder)
            return try await start(in: folder, month: month)
        }

        /// Names a mail relay at a port where the judge's inbox will listen.
        private static func writeRelay(in folder: TemporaryFolder) throws {
            _ = try folder.write(
                """
                {"schema_version": 1, "relay": {"host": "127.0.0.1", "port": \(try freePort()), "security": "starttls",
                 "client_name": "platform.assay.invalid", "sender": "reports@northwind.assay.invalid", "login": null},
                 "drops": {}, "channels": []}
                """, to: "pki/deliveries.json")
        }

        private static func freePort() throws -> Int {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
                }
            }
            try #require(isBound)
            return Int(UInt16(bigEndian: address.sin_port))
        }

        /// Where the platform hands its mails to; nil when it sends none.
        private func mailPort() throws -> Int? {
            try JSONReader.read([UInt8](Data(contentsOf: folder.url.appending(path: "pki/deliveries.json"))))["relay"]?["port"]?.integer
        }

        /// Starts one with the keys and data that a folder holds.
        static func start(in folder: TemporaryFolder, port: Int = 0, month: String = "2026-10") async throws -> ServedPlatform {
            var program = Command.program(
                Command.assay,
                [
                    "platform", "serve", "--pki", folder.path("pki"), "--data", folder.path("data"), "--port", "\(port)",
                    "--operations-port",
                    "0", "--players", "3", "--month", month,
                ])
            let output = Pipe()
            program.output = .pipe(output)
            let process = try program.start()
            let line = await output.fileHandleForReading.nextLine()
            let ready = try JSONReader.read(Array(line.utf8))
            return try ServedPlatform(folder: folder, process: process, ready: ready)
        }

        private init(folder: TemporaryFolder, process: RunningProgram, ready: Node) throws {
            self.folder = folder
            self.process = process
            sandbox = try #require(ready["sandbox_url"]?.string)
            production = try #require(ready["base_url"]?.string)
            logKey = try #require(ready["sandbox_log_key"]?.string)
            let drops = try mailPort().map { "drops: { mail: \"127.0.0.1:\($0)\" }" } ?? ""
            _ = try folder.write(profileText(sandbox, drops: drops), to: "sandbox.profile.yaml")
        }

        /// A profile that may move its clock besides.
        func profileThatMovesTime() throws -> String {
            let text = try String(contentsOfFile: profile, encoding: .utf8)
                .replacing("sandbox_tools,", with: "sandbox_tools, sandbox_clock,")
            let clock = "clock: { url: \"\(sandbox)/regulator/clock\", as: regulator }"
            let keys = "rotate_key: { url: \"\(sandbox)/regulator/keys\", as: regulator }"
            return try folder.write(text + "tools: { \(clock), \(keys) }\n", to: "time.profile.yaml")
        }

        /// By how much its clock is ahead of the machine's, in seconds.
        func clockOffset() async throws -> Int {
            let answer = try await curl(as: "ukgc", "\(sandbox)/regulator/clock")
            let body = answer.output.split(separator: "\n").first.map(String.init) ?? ""
            return try #require(JSONReader.read(Array(body.utf8))["offset_seconds"]?.integer, "\(answer.output)")
        }

        /// Asks it to end and waits until it has.
        func stop() async {
            process.terminate()
            _ = await process.end()
        }

        /// Ends it as a power cut would, and waits until it is gone.
        func kill() async {
            process.send(SIGKILL)
            _ = await process.end()
        }

        /// The port of both realms.
        var port: Int { production.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

        /// Its exit status, or 128 and the number of the signal that ended it; nil while it runs.
        var endedWith: Int32? { process.ended?.status }

        var profile: String { folder.path("sandbox.profile.yaml") }

        /// `curl` with the certificate of a party; the answer's status is the last line of the output.
        func curl(as party: String?, _ arguments: String...) async throws -> Command.Ended {
            var all = ["-s", "--max-time", "20", "--cacert", folder.path("pki/ca.pem"), "-w", "\n%{http_code}"]
            if let party { all += ["--cert", folder.path("pki/\(party).pem"), "--key", folder.path("pki/\(party).key")] }
            return try await Command.run("curl", all + arguments)
        }

        /// An access token that a party gets from a realm's token endpoint by a signed assertion (RFC 7523 §2.2).
        func token(of party: String, at base: String, scope: String) async throws -> String {
            let key = try SigningKey(
                jwk: JSONReader.read([UInt8](Data(contentsOf: folder.url.appending(path: "pki/\(party)-signing.jwk")))))
            let now = Int(Timestamp.wall.seconds)
            let claims = Node.object([
                ("iss", .string(party)), ("sub", .string(party)), ("aud", .string(base)), ("jti", .string(UUID().uuidString)),
                ("iat", .integer(now)), ("exp", .integer(now + 60)),
            ])
            let assertion = try JWS.compact(payload: claims.compactBytes(), header: [("typ", "JWT")], key: key)
            let answer = try await curl(
                as: party, "-d", "grant_type=client_credentials", "-d", "client_id=\(party)", "-d", "scope=\(scope)", "-d",
                "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer", "-d",
                "client_assertion=\(assertion)", "\(base)/oauth2/token")
            let body = answer.output.split(separator: "\n").first.map(String.init) ?? ""
            return try #require(JSONReader.read(Array(body.utf8))["access_token"]?.string, "\(answer.output)")
        }

        /// Switches exactly these faults on.
        func enable(_ faults: [String]) async throws {
            let body = String(decoding: Node.object([("enabled", .array(faults.map { .string($0) }))]).compactBytes(), as: UTF8.self)
            let answer = try await curl(
                as: "ukgc", "-X", "PUT", "-H", "Content-Type: application/json", "-d", body, "\(sandbox)/regulator/faults")
            try #require(answer.output.hasSuffix("\n200"), "\(answer.output)")
        }

        /// The names that the platform offers.
        func faults() async throws -> [String] {
            let answer = try await curl(as: "ukgc", "\(sandbox)/regulator/faults")
            let body = answer.output.split(separator: "\n").first.map(String.init) ?? ""
            return try JSONReader.read(Array(body.utf8))["faults"]?.array?.compactMap { $0["name"]?.string } ?? []
        }

        /// What the platform can do beside the rest when it prints PDF.
        #if PDF
            private static let printed = "printed_twins, "
        #else
            private static let printed = ""
        #endif

        private func profileText(_ sandbox: String, drops: String) -> String {
            func client(_ name: String, _ scope: String, _ licence: String) -> String {
                """
                { certificate: "file:pki/\(name).pem", key: "file:pki/\(name).key", signing_key: "file:pki/\(name)-signing.jwk",
                  token: { method: private_key_jwt, url: "\(sandbox)/oauth2/token", client_id: \(name), key: "file:pki/\(name)-signing.jwk", scope: "\(scope)" },
                  values: { regulator.licence: \(licence) } }
                """
            }
            let reading = "regulator_read regulator_request"
            return """
                schema_version: 1
                environment: sandbox
                platform: { base_url: "\(sandbox)", trust: "file:pki/ca.pem", jwks: "\(sandbox)/.well-known/jwks.json", log_key: "\(logKey)" }
                identities:
                  regulator: \(client("ukgc", reading, "UKGC-000123").replacing("\n", with: " "))
                  ukgc: \(client("ukgc", reading, "UKGC-000123").replacing("\n", with: " "))
                  mga: \(client("mga", reading, "MGA-B2C-456-2019").replacing("\n", with: " "))
                  cga: \(client("cga", reading, "CGA-OGL-2024-789").replacing("\n", with: " "))
                  newcomer: { certificate: "file:pki/cga-named.pem", key: "file:pki/cga-named.key", signing_key: "file:pki/cga-named-signing.jwk", token: { method: tls_client_auth, url: "\(sandbox)/oauth2/token", client_id: cga-named, scope: "\(reading)" }, values: { regulator.licence: CGA-OGL-2024-789 } }
                  named-by-certificate: { certificate: "file:pki/cga-named.pem", key: "file:pki/cga-named.key", token: { method: tls_client_auth, url: "\(sandbox)/oauth2/token", client_id: cga-named, scope: regulator_read }, values: { regulator.licence: CGA-OGL-2024-789 } }
                  aml-reader: \(client("mga", "regulator_read regulator_aml_read", "MGA-B2C-456-2019").replacing("\n", with: " "))
                  officer: \(client("officer", "compliance_officer", "UKGC-000123").replacing("\n", with: " "))
                  no-certificate: { token_of: regulator }
                  no-token: { certificate: "file:pki/ukgc.pem", key: "file:pki/ukgc.key" }
                  stranger: { certificate: "file:pki/stranger.pem", key: "file:pki/stranger.key" }
                  token-of-another: { certificate: "file:pki/cga.pem", key: "file:pki/cga.key", token_of: regulator }
                states: { url: "\(sandbox)/regulator/states", as: regulator }
                capabilities: [aml_access, audit_queries, authorization_server, tls_client_auth, token_introspection, token_resource, token_revocation, document_ranges, incident_tickets, key_rotation, operator_interface, \(Self.printed)proved_callbacks, response_signatures, log_proofs, shared_log, standard_webhooks, sandbox_tools, strict_parameters]
                callbacks: { listen: "127.0.0.1:0", certificate: "file:pki/simulator.pem", key: "file:pki/simulator.key", trust: "file:pki/ca.pem" }
                \(drops)
                allow_effects: [read, synthetic]
                values: { day: "2026-10-15", week: "2026-W42", month: "2026-10", quarter: "2026-Q3", rule: BR-7, other: { licence: MGA-B2C-456-2019 } }

                """
        }
    }
#endif
