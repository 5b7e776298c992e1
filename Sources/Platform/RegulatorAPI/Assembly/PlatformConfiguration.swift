package import Access
package import ServerKit
package import SourceData

/// Where the platform's keys, data and models lie, and on which address it listens; read once at the start.
package struct PlatformConfiguration: Sendable {
    /// The folder that `assay pki init` made.
    package var pkiDirectory: String
    /// Holds one folder for each realm; made when absent.
    package var dataDirectory: String
    /// The folder of the SQL models, `Pipelines/dbt/models`.
    package var modelsDirectory: String
    /// The folder of kinds of incidents and clocks, `Pipelines/incidents`; beside the models unless told otherwise.
    package var incidentsDirectory: String
    /// The description of the interface, `Contracts/openapi/regulator-api.yaml`; beside the pipelines unless told otherwise.
    package var descriptionFile: String
    package var host: String
    /// 0: the system chooses.
    package var port: Int
    /// Where `/metrics`, `/livez` and `/readyz` are served in plain text on the loopback address; 0: the system chooses, nil: nowhere.
    package var operationsPort: Int?
    /// What the synthetic source data are made from, when a realm has none yet.
    package var seed: UInt64
    package var month: DataMonth
    package var playersPerLicence: Int
    /// What the logs' origins begin with (C2SP tlog-checkpoint): `/production` and `/sandbox` are added. A log keeps its origin for good.
    package var logOrigin = "assay.invalid/northwind"
    /// What each client may ask of each realm.
    package var rateLimit = RateLimitPolicy.standard
    /// The balancers in front of the platform, which begin each connection with a PROXY header; the address in it is the caller's for all
    /// that depends on addresses: allow-lists, limits, records.
    package var trustedProxies: [AddressBlock] = []
    /// What a list of revoked certificates is worth behind its `nextUpdate`.
    package var expiredRevocationLists = RevokedCertificates.ExpiredLists.refuse

    package init(
        pkiDirectory: String, dataDirectory: String, modelsDirectory: String, month: DataMonth, host: String = "127.0.0.1", port: Int = 0,
        operationsPort: Int? = nil, seed: UInt64 = 20_261_015,
        playersPerLicence: Int = SourceDataGenerator.Configuration.defaultPlayersPerLicence
    ) {
        self.pkiDirectory = pkiDirectory
        self.dataDirectory = dataDirectory
        self.modelsDirectory = modelsDirectory
        incidentsDirectory = modelsDirectory + "/../../incidents"
        descriptionFile = modelsDirectory + "/../../../Contracts/openapi/regulator-api.yaml"
        self.month = month
        self.host = host
        self.port = port
        self.operationsPort = operationsPort
        self.seed = seed
        self.playersPerLicence = playersPerLicence
    }
}

/// What a running platform tells those who want to talk to it.
package struct PlatformAddresses: Sendable, Hashable {
    /// `https://HOST:PORT`, the production realm.
    package let baseURL: String
    /// `https://HOST:PORT/sandbox`.
    package let sandboxURL: String
    /// The verifier keys (C2SP signed-note) of the two logs.
    package let productionLogKey: String
    package let sandboxLogKey: String
    /// `http://127.0.0.1:PORT`, or nil when there is no operations listener.
    package let operationsURL: String?
}

/// Why a platform could not be started.
package struct PlatformStartError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
