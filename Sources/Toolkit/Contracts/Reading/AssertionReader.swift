import Documents
import Results

/// Reads `assertion`, how a client proves who it is in a form, and `token`, whether the identity presents its own.
struct AssertionReader {
    /// What stands beside a request's form.
    struct Proof {
        let assertion: RequestAssertion?
        let presentsToken: Bool
    }

    private enum Word: String, CaseIterable {
        case fresh
    }

    private enum Token: String, CaseIterable {
        case presented
        case absent = "none"
    }

    /// - Parameter object: the request's members.
    static func read(_ object: [String: Node.Member], body: RequestTemplate.Body?, from source: inout ContractSource) -> Proof {
        let token = object["token"].flatMap { source.choice($0.value, as: "`token`", of: Token.self) }
        guard let member = object["assertion"] else { return Proof(assertion: nil, presentsToken: token != .absent) }
        let location = source.text.location(ofKey: member)
        if case .form? = body?.content {
        } else {
            source.report(
                .conflict(
                    "an assertion is sent in a form", remedy: "give the request a `body` with `application/x-www-form-urlencoded: { … }`",
                    at: location))
        }
        if let token = object["token"], token.value.string == Token.presented.rawValue {
            source.report(
                .conflict(
                    "who asks with an assertion presents no token beside it (RFC 6749 §2.3)", remedy: "drop `token` or `assertion`",
                    at: source.text.location(ofKey: token)))
        }
        return Proof(assertion: assertion(member.value, at: location, from: &source), presentsToken: false)
    }

    /// `fresh`, or what it departs in.
    private static func assertion(_ node: Node, at location: SourceLocation, from source: inout ContractSource) -> RequestAssertion? {
        if node.string != nil {
            return source.choice(node, as: "`assertion`", of: Word.self).map { _ in RequestAssertion(source: location) }
        }
        guard let object = source.object(node, as: "`assertion`", keys: ["of", "key_of", "change"]) else { return nil }
        return RequestAssertion(
            owner: source.string(object["of"]), keyOwner: source.string(object["key_of"]),
            change: object["change"].flatMap { source.choice($0.value, as: "`change`", of: RequestAssertion.Change.self) },
            source: location)
    }
}
