#if Platform
    import Access
    import Documents
    import Foundation
    import MessageSignatures
    import RegulatorAPI
    import Reporting
    import Results
    import Transport

    /// The folder of a demo: keys, data, profile, trust, report.
    struct DemoWorkspace: Sendable {
        let folder: String
        var pki: String { folder + "/pki" }
        var data: String { folder + "/data" }
        var profile: String { folder + "/profile.yaml" }
        /// What the SFTP server of the demo needs for itself.
        var server: String { folder + "/sftp" }
        /// The folder that the SFTP server lets files into.
        var drop: String { folder + "/drop" }
        /// The recorded session.
        var session: String { folder + "/session.har" }
        /// By which the platform is known to the SFTP server; beside `deliveries.json`, which names it.
        var dropKey: String { pki + "/drop.key" }

        /// That of a second platform, whose time is moved.
        var time: DemoWorkspace { DemoWorkspace(folder: folder + "/time") }

        /// Marks a folder as one that a demo may replace.
        private static let marker = ".assay-demo"

        /// Makes the folder anew with a PKI and the trust file.
        static func make(_ folder: String) throws -> DemoWorkspace {
            let files = FileManager.default
            let workspace = DemoWorkspace(folder: folder)
            if let names = try? files.contentsOfDirectory(atPath: folder), !names.isEmpty {
                guard names.contains(marker) else {
                    throw EarlyExit(.usage, "\(folder) is not empty and no demo made it: name another folder with --output-dir")
                }
                for name in ["pki", "data", "report", "profile.yaml", "trust.jwks", "sftp", "drop", "session.har", "time"]
                where names.contains(name) {
                    try files.removeItem(atPath: "\(folder)/\(name)")
                }
            }
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: folder + "/" + marker))
            for each in [workspace, workspace.time] {
                try files.createDirectory(atPath: each.folder, withIntermediateDirectories: true)
                _ = try DevelopmentPKI(directory: URL(filePath: each.pki), now: .wall).create()
            }
            let signer = try SigningKey(
                jwk: JSONReader.read([UInt8](Data(contentsOf: URL(filePath: workspace.pki + "/assay-signing.jwk")))))
            let trusted = signer.verificationKey.jwk().setting("role", "demonstration")
            try Data(Node.object([("keys", .array([trusted]))]).prettyBytes()).write(to: URL(filePath: folder + "/trust.jwks"))
            return workspace
        }

        /// Has the platform hand its mails to a port of the loopback address, where the judge's inbox listens while it judges, and put files
        /// into the drop when there is one.
        func writeDeliveries(drop: FileDrop?) throws -> Int {
            let port = try FreePort.choose(host: "127.0.0.1")
            let drops = drop.map { drop in
                Node.object([
                    (
                        "sandbox",
                        .object([
                            ("host", .string(drop.host)), ("port", .integer(drop.port)), ("user", .string(drop.user)),
                            ("host_key", .string("SHA256:" + drop.hostKeyDigest)), ("private_key_file", "drop.key"),
                            ("folder", .string(drop.folder)),
                        ])
                    )
                ])
            }
            let plan: Node = [
                "schema_version": 1,
                "relay": [
                    "host": "127.0.0.1", "port": .integer(port), "security": "starttls", "client_name": "platform.assay.invalid",
                    "sender": "reports@northwind.assay.invalid", "login": .null,
                ],
                "drops": drops ?? .object([]), "channels": [],
            ]
            try Data(plan.prettyBytes()).write(to: URL(filePath: pki + "/deliveries.json"))
            return port
        }

        /// Writes the profile of the sandbox realm at these addresses.
        func writeProfile(_ addresses: PlatformAddresses, mailPort: Int, hasDrop: Bool, canMoveTime: Bool = false) throws {
            let client = { (name: String, scopes: String, licence: String) in
                """
                    certificate: file:pki/\(name).pem
                    key: file:pki/\(name).key
                    signing_key: file:pki/\(name)-signing.jwk
                    token: { method: private_key_jwt, url: "\(addresses.sandboxURL)/oauth2/token", client_id: \(name), key: "file:pki/\(name)-signing.jwk", scope: "\(scopes)" }
                    values: { regulator.licence: \(licence) }
                """
            }
            let reading = "regulator_read regulator_request"
            let printed = ReportFormat.pdf.isAvailable ? "printed_twins, " : ""
            let text = """
                # The sandbox realm of the demo's platform, as a profile of one's own would name it.
                schema_version: 1
                name: Northwind Gaming Ltd
                environment: sandbox
                platform:
                  base_url: \(addresses.sandboxURL)
                  trust: file:pki/ca.pem
                  jwks: \(addresses.sandboxURL)/.well-known/jwks.json
                  log_key: "\(addresses.sandboxLogKey)"
                identities:
                  regulator:
                \(client("ukgc", reading, "UKGC-000123"))
                  ukgc:
                \(client("ukgc", reading, "UKGC-000123"))
                  mga:
                \(client("mga", reading, "MGA-B2C-456-2019"))
                  cga:
                \(client("cga", reading, "CGA-OGL-2024-789"))
                  named-by-certificate:
                    certificate: file:pki/cga-named.pem
                    key: file:pki/cga-named.key
                    token: { method: tls_client_auth, url: "\(addresses.sandboxURL)/oauth2/token", client_id: cga-named, scope: regulator_read }
                    values: { regulator.licence: CGA-OGL-2024-789 }
                  newcomer:
                    certificate: file:pki/cga-named.pem
                    key: file:pki/cga-named.key
                    signing_key: file:pki/cga-named-signing.jwk
                    token: { method: tls_client_auth, url: "\(addresses.sandboxURL)/oauth2/token", client_id: cga-named, scope: "\(reading)" }
                    values: { regulator.licence: CGA-OGL-2024-789 }
                  aml-reader:
                \(client("mga", "regulator_read regulator_aml_read", "MGA-B2C-456-2019"))
                  officer:
                \(client("officer", "compliance_officer", "UKGC-000123"))
                  no-certificate: { token_of: regulator }
                  no-token: { certificate: "file:pki/ukgc.pem", key: "file:pki/ukgc.key" }
                  stranger: { certificate: "file:pki/stranger.pem", key: "file:pki/stranger.key" }
                  token-of-another: { certificate: "file:pki/cga.pem", key: "file:pki/cga.key", token_of: regulator }
                states: { url: "\(addresses.sandboxURL)/regulator/states", as: regulator }
                capabilities: [aml_access, audit_queries, authorization_server, tls_client_auth, token_introspection, token_resource, token_revocation, document_ranges, incident_tickets, key_rotation, operator_interface, \(printed)proved_callbacks, response_signatures, log_proofs, shared_log, standard_webhooks, sandbox_tools, strict_parameters\(hasDrop ? ", sftp_drop" : "")\(canMoveTime ? ", sandbox_clock" : "")]
                callbacks: { listen: "127.0.0.1:0", certificate: "file:pki/simulator.pem", key: "file:pki/simulator.key", trust: "file:pki/ca.pem" }
                drops: { mail: "127.0.0.1:\(mailPort)"\(hasDrop ? ", folder: drop" : "") }
                allow_effects: [read, synthetic]\(canMoveTime ? "\ntools: { clock: { url: \"\(addresses.sandboxURL)/regulator/clock\", as: regulator }, rotate_key: { url: \"\(addresses.sandboxURL)/regulator/keys\", as: regulator } }" : "")
                values:
                  day: "2026-10-15"
                  week: "2026-W42"
                  month: "2026-10"
                  quarter: "2026-Q3"
                  rule: BR-7
                  other: { licence: MGA-B2C-456-2019 }

                """
            try Data(text.utf8).write(to: URL(filePath: profile))
        }
    }
#endif
