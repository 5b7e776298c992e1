package import Documents
package import Results

/// One request with its answer (the platform is called), or one request that the platform sends (a webhook), as a contract demands it.
package struct Interaction: Sendable, Hashable {
    /// Who speaks first.
    package enum Form: Sendable, Hashable {
        /// A client asks the platform.
        case call(RequestTemplate, ExpectedResponse)
        /// The platform calls an inbox.
        case webhook(ExpectedRequest, Delivery)
    }

    /// A state the platform must be in beforehand, with its parameters (templates not yet resolved).
    package struct ProviderState: Sendable, Hashable {
        package let name: String
        /// Always an object node.
        package let parameters: Node
        package init(name: String, parameters: Node) {
            self.name = name
            self.parameters = parameters
        }
    }

    /// Kebab-case, unique in its contract.
    package let id: String
    package let contractID: String
    package let title: String
    package let form: Form
    package let requirements: [RequirementReference]
    package let effects: Effects
    /// The profile identity under which the request is made: certificate, token, signing key. Ignored for webhooks.
    package let identity: String
    package let given: [ProviderState]
    /// Variables that an earlier exchange must have given: with any, it runs only as a step of a scenario, never by itself.
    package let needs: [String]
    /// Kinds of negative cases that may be derived from this one.
    package let negatives: Set<NegativeKind>
    /// Copied from the contract.
    package let pack: Pack
    package let capability: String?
    package let regulator: String?
    package let source: SourceLocation

    package init(
        id: String, contractID: String, title: String, form: Form, requirements: [RequirementReference] = [], effects: Effects = .read,
        identity: String, given: [ProviderState] = [], needs: [String] = [], negatives: Set<NegativeKind> = [], pack: Pack = .core,
        capability: String? = nil,
        regulator: String? = nil, source: SourceLocation
    ) {
        self.id = id
        self.contractID = contractID
        self.title = title
        self.form = form
        self.requirements = requirements
        self.effects = effects
        self.identity = identity
        self.given = given
        self.needs = needs
        self.negatives = negatives
        self.pack = pack
        self.capability = capability
        self.regulator = regulator
        self.source = source
    }

    /// `core.reports/list-of-a-day`.
    package var fullID: String { "\(contractID)/\(id)" }

    /// What to send; nil for a webhook.
    package var request: RequestTemplate? {
        if case .call(let request, _) = form { request } else { nil }
    }

    /// What must be answered; nil for a webhook.
    package var response: ExpectedResponse? {
        if case .call(_, let response) = form { response } else { nil }
    }

    /// What the platform must send; nil for a call.
    package var expectedRequest: ExpectedRequest? {
        if case .webhook(let request, _) = form { request } else { nil }
    }

    /// When and how often the platform must send it; nil for a call.
    package var delivery: Delivery? {
        if case .webhook(_, let delivery) = form { delivery } else { nil }
    }
}

/// A way of breaking a good request, from which a negative case can be derived.
package enum NegativeKind: String, Sendable, CaseIterable {
    case auth, mtls, signature, schema, replay, limits
}

/// A value together with the place in the file where it is written.
package struct Located<Value: Sendable & Hashable>: Sendable, Hashable {
    package let value: Value
    package let source: SourceLocation
    package init(_ value: Value, _ source: SourceLocation) {
        self.value = value
        self.source = source
    }
}
