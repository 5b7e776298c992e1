package import Documents
package import Results

/// Where and as whom a run tests: the subject's addresses, the identities that call it, and what may be done to it.
package struct Profile: Sendable, Hashable {
    /// What kind of installation the subject is.
    package enum Environment: String, Sendable, CaseIterable {
        case sandbox, staging, production
    }

    /// Public material that judges need: a key set, a log's key.
    package enum PublicMaterial: Sendable, Hashable {
        /// Fetched from this address at the start of a run.
        case url(String)
        /// Read from a file, a variable or a program.
        case reference(SecretReference)
        /// Written in the profile itself.
        case text(String)
    }

    /// The subject.
    package struct Platform: Sendable, Hashable {
        /// Absolute, without a slash at its end; request paths of contracts are appended to it.
        package let baseURL: String
        /// PEM authorities that the subject's certificate must chain to; nil trusts what the system trusts.
        package let trust: SecretReference?
        /// The JWKS with which the subject signs its answers and callbacks.
        package let jwks: PublicMaterial?
        /// The verifier key (C2SP signed-note) of the subject's audit log.
        package let logKey: PublicMaterial?
        /// Addresses of the subject beside those that the profile names otherwise, such as one that its `Location` fields name.
        package let origins: [String]

        package init(
            baseURL: String, trust: SecretReference? = nil, jwks: PublicMaterial? = nil, logKey: PublicMaterial? = nil,
            origins: [String] = []
        ) {
            self.origins = origins
            self.baseURL = baseURL
            self.trust = trust
            self.jwks = jwks
            self.logKey = logKey
        }
    }

    /// Who brings the subject into a provider state that a contract asks for.
    package enum States: Sendable, Hashable {
        /// `POST {state, params}` to this address, under the named identity; the answer's `values` become template variables.
        case url(String, identity: String?)
        /// A person did it beforehand; contracts that ask for a state run as they are.
        case manual
    }

    /// Something outside the contracts that steps may do to the subject, through what the profile names for it.
    package enum ToolKind: String, Sendable, CaseIterable {
        /// Moves the subject's test clock forward.
        case clock
        /// Switches faults of the subject on and off.
        case faults
        /// Stops the subject and starts it again.
        case restart
        /// Gives the subject new keys.
        case rotateKey = "rotate_key"
    }

    /// How a tool is used.
    package enum Tool: Sendable, Hashable {
        /// A request with a JSON body, whose templates may use what the step says (`seconds`, `names`, `key`, `how`).
        case request(method: String, url: String, identity: String?, body: Node)
        /// A program and its arguments, run through no shell; what the step says is added as `name=value`.
        case command([String])
    }

    /// Where mails and files of the subject arrive besides callbacks.
    package struct Drops: Sendable, Hashable {
        /// Host and port where mail is taken in; nil takes none.
        package let mail: String?
        /// The domain of addresses that are made up for scenarios.
        package let mailDomain: String
        /// The folder that an SFTP server writes into; nil watches none.
        package let folder: String?

        package init(mail: String? = nil, mailDomain: String = "regulator.test", folder: String? = nil) {
            self.mail = mail
            self.mailDomain = mailDomain
            self.folder = folder
        }
    }

    /// Where the subject can reach this machine.
    package struct Callbacks: Sendable, Hashable {
        /// The address to listen on, without the port.
        package let host: String
        /// 0 lets the system choose.
        package let port: Int
        /// PEM chain of the inbox; nil uses a throw-away one.
        package let certificate: SecretReference?
        package let key: SecretReference?
        /// Authorities whose client certificates the inbox accepts; nil asks for none.
        package let trust: SecretReference?
        /// PEM chain whose time is over, and its key: shown at an address of its own that nobody may deliver to.
        package let expiredCertificate: SecretReference?
        package let expiredKey: SecretReference?

        package init(
            host: String = "127.0.0.1", port: Int = 0, certificate: SecretReference? = nil, key: SecretReference? = nil,
            trust: SecretReference? = nil, expiredCertificate: SecretReference? = nil, expiredKey: SecretReference? = nil
        ) {
            self.expiredCertificate = expiredCertificate
            self.expiredKey = expiredKey
            self.host = host
            self.port = port
            self.certificate = certificate
            self.key = key
            self.trust = trust
        }
    }

    /// What the subject is called in reports; the host of its address unless the profile says otherwise.
    package let name: String
    package let environment: Environment
    package let platform: Platform
    /// In the order of the file; names are unique.
    package let identities: [Identity]
    /// Nil: no contract that asks for a state can run.
    package let states: States?
    /// Extended capabilities that the subject declares.
    package let capabilities: Set<String>
    package let callbacks: Callbacks?
    /// Steps that need another tool are not run, and their scenarios listed as not run.
    package let tools: [ToolKind: Tool]
    package let drops: Drops
    /// Cases with other effects are not run, and listed as not run.
    package private(set) var allowedEffects: Set<Effects>
    /// Variables for templates.
    package private(set) var values: [String: Node]
    /// How the subject says what the contracts say otherwise; nil when it says it as they do.
    package let dialect: Dialect?
    /// What may be done in production beyond reading; nil: nothing.
    package let grant: Grant?
    /// The path it was read from; empty for one made in code.
    package let file: String

    package init(
        name: String, environment: Environment = .sandbox, platform: Platform, identities: [Identity] = [], states: States? = nil,
        capabilities: Set<String> = [], callbacks: Callbacks? = nil, tools: [ToolKind: Tool] = [:], drops: Drops = Drops(),
        allowedEffects: Set<Effects> = [.read, .synthetic], values: [String: Node] = [:], dialect: Dialect? = nil, grant: Grant? = nil,
        file: String = ""
    ) {
        self.name = name
        self.environment = environment
        self.platform = platform
        self.identities = identities
        self.states = states
        self.capabilities = capabilities
        self.callbacks = callbacks
        self.tools = tools
        self.drops = drops
        self.allowedEffects = allowedEffects
        self.values = values
        self.dialect = dialect
        self.grant = grant
        self.file = file
    }

    /// The same profile with these variables in place of its own.
    package func with(_ values: [String: Node]) -> Profile {
        var profile = self
        profile.values = values
        return profile
    }

    /// The same profile with these effects in place of its own, whatever the environment.
    func with(effects: Set<Effects>) -> Profile {
        var profile = self
        profile.allowedEffects = effects
        return profile
    }

    /// The identity of that name, or nil.
    package func identity(_ name: String) -> Identity? {
        identities.first { $0.name == name }
    }
}
