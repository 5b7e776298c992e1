import Documents
import Results

extension CaseRecord {
    func node() -> Node {
        .object([
            ("id", .string(id)), ("kind", .string(kind.rawValue)), ("title", .string(title)),
            ("source", source.map { $0.node() } ?? .null), ("pack", .string(pack.rawValue)), ("effects", .string(effects.rawValue)),
            ("requirements", .array(requirements.map { $0.node() })), ("not_run", notRun.map { .string($0) } ?? .null),
            ("elapsed_ms", .integer(elapsedMilliseconds)), ("again", again.map { .string($0) } ?? .null),
            ("checks", .array(checks.map { $0.node() })),
        ])
    }
}

extension CheckRecord {
    func node() -> Node {
        .object([
            ("check", .string(check)), ("outcome", .string(outcome.rawValue)),
            ("requirements", .array(requirements.map { $0.node() })), ("reason", reason.map { .string($0) } ?? .null),
            ("exchanges", .array(exchanges.map { .integer($0) })), ("findings", .array(findings.map { $0.node() })),
        ])
    }
}

extension RequirementReference {
    func node() -> Node { .object([("id", .string(id.description)), ("obligation", .string(obligation.rawValue))]) }
}

extension Finding {
    func node() -> Node {
        .object([
            ("code", .string(code)), ("severity", .string(severity.rawValue)), ("message", .string(message)),
            ("requirements", .array(requirements.map { .string($0.description) })), ("source", source.map { $0.node() } ?? .null),
            ("place", place.map { .string($0) } ?? .null), ("expected", expected.map { .string($0) } ?? .null),
            ("actual", actual.map { .string($0) } ?? .null), ("remedy", .string(remedy)),
        ])
    }
}

extension SourceLocation {
    func node() -> Node {
        .object([
            ("file", .string(file)), ("line", .integer(line)), ("column", .integer(column)), ("width", .integer(width)),
            ("excerpt", excerpt.map { .string($0) } ?? .null),
        ])
    }
}

extension ExchangeRecord {
    /// The name of the member of the bundle that holds fields and bodies.
    package var evidencePath: String {
        let digits = String(number)
        return "evidence/exchange-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".json"
    }

    /// The entry of `report.json`: who, what, how it ended, and where the evidence is.
    func node() -> Node {
        .object([
            ("number", .integer(number)), ("case", .string(caseID)), ("direction", .string(direction.rawValue)),
            ("identity", .string(identity)), ("method", .string(method)), ("url", .string(url)), ("status", .integer(status)),
            ("request_sha256", .string(requestSHA256)), ("response_sha256", .string(responseSHA256)),
            ("started_at", .string(startedAt)), ("elapsed_ms", .integer(elapsedMilliseconds)),
            ("failure", failure.map { .string($0) } ?? .null), ("evidence", .string(evidencePath)),
        ])
    }

    /// The evidence member: fields in order, bodies as text when they are UTF-8, else base64.
    func evidenceNode() -> Node {
        func fields(_ list: [Field]) -> Node { .array(list.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) }) }
        func body(_ bytes: [UInt8]) -> Node {
            if let text = String(validating: bytes, as: UTF8.self) { return .object([("encoding", "utf-8"), ("content", .string(text))]) }
            return .object([("encoding", "base64"), ("content", .string(Base64Text.encode(bytes)))])
        }
        return .object([
            ("exchange", node()),
            ("request", .object([("fields", fields(requestFields)), ("body", body(requestBody))])),
            ("response", .object([("fields", fields(responseFields)), ("body", body(responseBody))])),
        ])
    }
}
