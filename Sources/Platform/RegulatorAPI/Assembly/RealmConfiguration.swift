import Access
import Delivery
import Documents
import Incidents
import Logging
import MessageSignatures
import Sealing
import SourceData
import TransparencyLog
import Transport

/// Everything one realm is made from.
struct RealmConfiguration: Sendable {
    let realm: Realm
    let mode: RealmMode
    /// The realm's own data folder.
    let directory: String
    let modelsDirectory: String
    /// Kinds of incidents and clocks, `Pipelines/incidents`.
    let incidentsDirectory: String
    /// Who of the operator is told of incidents.
    let contacts: OperatorContacts
    /// What the realm signs with, by purpose.
    let keys: PlatformKeys
    /// What cursors are sealed with comes from it.
    let derivation: DerivationSecret
    /// Wrap the keys of the realm's files at rest.
    let wrappingKeys: WrappingKeys
    let logSigner: NoteSigner
    /// Who cosigns the log's checkpoints; nil: nobody is asked.
    let witnesses: LogPolicy?
    /// Where the log is copied to; nil: it is kept in the realm's folder alone, tamper-evident and not WORM.
    var worm: WormSettings?
    let clients: ClientRegistry
    let revoked: RevokedCertificates
    let source: SourceDataGenerator.Configuration
    /// Sends callbacks, with the platform's certificate.
    let client: HTTPClient
    /// The authorities that mail servers are trusted by, as of now.
    let trust: @Sendable () -> Trust
    /// What the interface is.
    let description: InterfaceDescription
    /// Where reports are delivered.
    let deliveries: DeliveryPlan
    /// What each client may ask.
    let rateLimit: RateLimitPolicy
    let now: @Sendable () -> Timestamp
    /// What `now` reads in the sandbox; nil in production, whose time nobody moves.
    var clock: SandboxClock?
    let logger: Logger
    /// Issues the tokens in place of the realm; nil: the realm does.
    var externalIssuer: ExternalIssuer?
    /// The keys of `externalIssuer`.
    var issuerKeys: IssuerKeys?
}
