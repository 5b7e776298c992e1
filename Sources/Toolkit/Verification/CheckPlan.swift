import Contracts
import Results

/// Which checks an interaction asks for, in the order in which they are reported.
struct CheckPlan: Sendable {
    /// A check to be made, or one that the answer leaves no room for.
    enum Planned: Sendable {
        case made(any Check)
        case unmade(name: String, reason: String)

        var name: String {
            switch self {
            case .made(let check): check.name
            case .unmade(let name, _): name
            }
        }
    }

    private let interaction: Interaction

    init(_ interaction: Interaction) { self.interaction = interaction }

    func checks(for subject: Subject) -> [Planned] {
        switch interaction.form {
        case .call(_, let response): checks(of: response, subject)
        case .webhook(let request, let delivery): Self.checks(of: request, delivery, subject)
        }
    }

    /// The properties that an overlay demands.
    static func checks(of overlay: Overlay) -> [any Check] {
        var checks: [any Check] = []
        if !overlay.fields.isEmpty { checks.append(HeadersCheck(fields: overlay.fields)) }
        if let signature = overlay.signature { checks += self.checks(of: signature) }
        if let within = overlay.within { checks.append(TimeBudgetCheck(within: within)) }
        return checks
    }

    private static func checks(of signature: SignatureSpecification) -> [any Check] {
        signature.requiresDigest
            ? [ContentDigestCheck(source: signature.source), SignatureCheck(specification: signature)]
            : [SignatureCheck(specification: signature)]
    }

    private func checks(of response: ExpectedResponse, _ subject: Subject) -> [Planned] {
        var planned: [Planned] = []
        let status = subject.exchange.response.status
        let isExpected = response.statuses.isEmpty || response.statuses.contains { $0.contains(status) }
        if !response.statuses.isEmpty { planned.append(.made(StatusCheck(statuses: response.statuses, source: response.statusSource))) }
        var promised: [Planned] = []
        if let pact = response.pact {
            promised += [
                .made(PactHeadersCheck(message: pact, source: response.source)),
                .made(PactBodyCheck(message: pact, source: response.source)),
            ]
        }
        if !response.fields.isEmpty { promised.append(.made(HeadersCheck(fields: response.fields))) }
        promised += Self.checks(of: response.body, subject.message)
        if let audit = response.audit { promised.append(.made(AuditCheck(expectation: audit))) }
        // Another status was answered: it is the finding, and what follows would only repeat it.
        planned += isExpected ? promised : promised.map { .unmade(name: $0.name, reason: Reason.otherStatus(status)) }
        if let signature = response.signature { planned += Self.checks(of: signature).map { .made($0) } }
        if let within = response.within { planned.append(.made(TimeBudgetCheck(within: within))) }
        return planned
    }

    private static func checks(of request: ExpectedRequest, _ delivery: Delivery, _ subject: Subject) -> [Planned] {
        var planned: [Planned] = []
        if request.medium == .http { planned.append(.made(RequestLineCheck(method: request.method, target: request.target))) }
        if !request.fields.isEmpty { planned.append(.made(HeadersCheck(fields: request.fields))) }
        planned += checks(of: request.body, subject.message)
        if request.requiresDigest { planned.append(.made(ContentDigestCheck(source: request.source))) }
        if let signature = request.signature { planned += checks(of: signature).map { .made($0) } }
        if let within = delivery.within { planned.append(.made(LatenessCheck(within: within, delivery: delivery))) }
        if let path = delivery.orderedBy { planned.append(.made(OrderCheck(path: path, delivery: delivery))) }
        if delivery.identifiedBy != nil || !delivery.same.isEmpty || delivery.attempts == .exactlyOnce {
            planned.append(.made(RepetitionCheck(delivery: delivery)))
        }
        return planned
    }

    /// Media type and well-formedness, then what the body of the media type that was sent must be.
    private static func checks(of body: ExpectedBody, _ message: JudgedMessage) -> [Planned] {
        switch body {
        case .anything: return []
        case .empty: return [.made(BodyCheck(expected: body))]
        case .oneOf(let expectations):
            let common: [Planned] = [.made(MediaTypeCheck(expectations: expectations)), .made(BodyCheck(expected: body))]
            let fitting = expectations.filter { message.mediaType?.satisfies($0.mediaType.value) == true }
            if !fitting.isEmpty { return common + fitting.flatMap(checks).map { .made($0) } }
            return common
                + expectations.flatMap { expectation in
                    checks(of: expectation).map { .unmade(name: $0.name, reason: Reason.otherMediaType(expectation.mediaType.value)) }
                }
        }
    }

    private static func checks(of expectation: BodyExpectation) -> [any Check] {
        var checks: [any Check] = []
        if let schema = expectation.schema { checks.append(BodySchemaCheck(schema: schema)) }
        if let xsd = expectation.xsd { checks.append(BodyXSDCheck(schema: xsd)) }
        if let table = expectation.table { checks.append(BodyTableCheck(schema: table)) }
        if let pdf = expectation.pdf { checks.append(BodyPDFCheck(expectation: pdf)) }
        if let assertions = expectation.xpath { checks.append(BodyXPathCheck(assertions: assertions)) }
        if !expectation.matches.isEmpty { checks.append(BodyMatchCheck(expectations: expectation.matches)) }
        return checks
    }
}
