#if Platform
    import Access
    import ArgumentParser
    import Documents
    import Foundation
    import Logging
    import RegulatorAPI
    import Results
    import ServerKit
    import SourceData
    import Store

    /// `assay platform`: the reference platform.
    struct PlatformCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "platform", abstract: "The reference platform: an operator's side, complete.", subcommands: [Serve.self])

        /// `assay platform serve`: both realms over mTLS, until a signal ends it.
        struct Serve: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "serve",
                abstract: "Serves the regulator interface over mTLS; prints one JSON line with the addresses once ready.",
                discussion: """
                    Reports go where deliveries.json of the --pki folder says: a mail relay, SFTP drops by name, and channels of kind
                    mail-link, regulator-api (within the callback origins of a client in clients.json) or sftp, each for a realm, a licence
                    and some templates. Without channels nothing is sent. Contracts/README.md shows the form.

                    Client certificates are revoked by lists of the authorities in ca.pem (CRL, DER or PEM) in the folder crl beside
                    clients.json, and by SHA-256 thumbprints in revoked.txt, one on a line. A change holds within a second, on open
                    connections too. So does a new platform.pem, platform.key or ca.pem for connections that begin after it.

                    Logs are copied to a bucket with Object Lock where worm.json of the --pki folder names one; without it they are kept in
                    the --data folder alone, tamper-evident and not WORM.

                    Ends with 8 when the disk below the state or the log fails (an input/output error, a failed synchronization): nothing
                    is acknowledged after that, and only a new start reads what is there. A full disk is waited for: 503 until it has room.
                    Also 8 when a log must not go on; `assay audit fsck` says why.

                    Example: assay pki init pki && assay platform serve --pki pki --data data --port 8443
                    """)

            @Option(help: "The folder that assay pki init made.")
            var pki = "pki"

            @Option(help: "The folder for databases, reports and logs; made when missing.")
            var data = "data"

            @Option(help: "The address to listen on.")
            var host = "127.0.0.1"

            @Option(help: "The port; 0 lets the system choose.")
            var port = 8443

            @Option(help: "The port of metrics and health on the loopback address; 0 lets the system choose.")
            var operationsPort = 9443

            @Option(help: "The month of synthetic data for realms that have none, YYYY-MM.")
            var month = "2026-10"

            @Option(help: "Players of each licence in that month.")
            var players = SourceDataGenerator.Configuration.defaultPlayersPerLicence

            @Option(help: "Requests that each client may make in a minute.")
            var requestsPerMinute = RateLimitPolicy.standard.requests

            @Option(
                help: "refuse or accept: what certificates get whose authority's list in crl/ of the --pki folder is past its nextUpdate.")
            var expiredRevocationLists = RevokedCertificates.ExpiredLists.refuse.rawValue

            @Option(
                help: ArgumentHelp(
                    "A balancer in front, as an address block such as 10.0.0.0/24; may be repeated.",
                    discussion: """
                        It must pass TLS through and begin each connection with a PROXY header (version 1 or 2), whose address is then the
                        caller's. Forwarding fields (X-Forwarded-For, Forwarded) never count.
                        """))
            var trustedProxy: [String] = []

            @Option(
                help:
                    "What the logs' origins begin with, as host/path; /production and /sandbox are added. A log keeps its origin for good.")
            var logOrigin = "assay.invalid/northwind"

            @Option(help: "trace, debug, info, notice, warning, error or critical.")
            var logLevel = "warning"

            @Option(help: "json or text: the form of the log's lines on stderr.")
            var logFormat = LogLine.Format.json.rawValue

            @OptionGroup var content: ContentOption

            func run() async throws {
                var configuration = try PlatformSettings.configuration(
                    pki: pki, data: data, content: content.folder(), month: month, host: host, port: port,
                    operationsPort: operationsPort, players: players)
                guard let limit = RateLimitPolicy(requests: requestsPerMinute, seconds: 60) else {
                    throw ValidationError("--requests-per-minute \(requestsPerMinute): write 1 or more")
                }
                configuration.rateLimit = limit
                guard let rule = RevokedCertificates.ExpiredLists(rawValue: expiredRevocationLists) else {
                    throw ValidationError("--expired-revocation-lists \(expiredRevocationLists): write refuse or accept")
                }
                configuration.expiredRevocationLists = rule
                configuration.trustedProxies = try trustedProxy.map { text in
                    guard let block = AddressBlock(text) else {
                        throw ValidationError("--trusted-proxy \(text): write an address block without further bits, such as 10.0.0.0/24")
                    }
                    return block
                }
                configuration.logOrigin = logOrigin
                guard let level = Logger.Level(rawValue: logLevel) else { throw ValidationError("--log-level \(logLevel): no such level") }
                guard let format = LogLine.Format(rawValue: logFormat) else {
                    throw ValidationError("--log-format \(logFormat): write json or text")
                }
                do {
                    try await PlatformServer(configuration, logger: PlatformSettings.logger(level, format)).run { addresses in
                        Console.result(String(decoding: PlatformSettings.document(addresses).compactBytes(), as: UTF8.self))
                    }
                } catch let error as PlatformStartError {
                    throw EarlyExit(.usage, error.description)
                } catch let error as MediumFailure {
                    throw EarlyExit(
                        .harnessFault,
                        "\(error). Nothing was acknowledged since. Look after the disk, then start again: a start reads what is there.")
                }
            }
        }
    }

    /// What `platform serve` and `demo` tell the platform.
    enum PlatformSettings {
        static func configuration(
            pki: String, data: String, content: String, month: String, host: String, port: Int, operationsPort: Int?, players: Int
        ) throws -> PlatformConfiguration {
            guard let month = DataMonth(parsing: month) else { throw ValidationError("--month \(month): write YYYY-MM") }
            return PlatformConfiguration(
                pkiDirectory: pki, dataDirectory: data, modelsDirectory: "\(content)/Pipelines/dbt/models", month: month, host: host,
                port: port, operationsPort: operationsPort,
                playersPerLicence: players)
        }

        /// Logs to stderr: stdout is for results.
        static func logger(_ level: Logger.Level, _ format: LogLine.Format) -> Logger {
            Logger(label: "assay.platform") { _ in LineLogHandler(format, level: level, sink: Console.log) }
        }

        /// The ready line.
        static func document(_ addresses: PlatformAddresses) -> Node {
            .object([
                ("event", "ready"), ("base_url", .string(addresses.baseURL)), ("sandbox_url", .string(addresses.sandboxURL)),
                ("log_key", .string(addresses.productionLogKey)), ("sandbox_log_key", .string(addresses.sandboxLogKey)),
                ("operations_url", addresses.operationsURL.map { .string($0) } ?? .null),
            ])
        }
    }
#endif
