package import Documents
import Results

extension ConformanceReport {
    /// The report as `report.json` holds it: snake_case members in a fixed order.
    package func node() -> Node {
        .object([
            ("schema_version", .integer(Self.schemaVersion)),
            ("report_id", .string(id)),
            ("issuer", issuer.node()),
            ("subject", run.subject.node()),
            ("summary", summary.node()),
            ("catalogue", .object([("revision", .string(catalogueRevision)), ("sha256", .string(catalogueSHA256))])),
            ("timing", .object([("started_at", .string(run.startedAt)), ("ended_at", .string(run.endedAt)), ("clock", "wall")])),
            ("configuration", run.configurationNode()),
            ("requirements", .array(requirements.map { $0.node() })),
            ("cases", .array(run.cases.map { $0.node() })),
            ("exchanges", .array(run.exchanges.map { $0.node() })),
            ("preflight_failures", .array(run.preflightFailures.map { $0.node() })),
            ("harness_faults", .array(run.harnessFaults.map { $0.node() })),
            ("interrupted", .init(booleanLiteral: run.isInterrupted)),
        ])
    }
}

extension ConformanceReport.Issuer {
    func node() -> Node {
        .object([("tool", .string(tool)), ("version", .string(version)), ("role", .string(role)), ("key_id", .string(keyID))])
    }
}

extension RunRecord.Subject {
    func node() -> Node {
        .object([
            ("name", .string(name)), ("base_url", .string(baseURL)), ("environment", .string(environment)),
            ("capabilities", .array(capabilities.map { .string($0) })),
        ])
    }
}

extension RunRecord {
    func configurationNode() -> Node {
        let node = Node.object([
            ("seed", .string(String(seed))),
            ("selection", .array(selection.map { .string($0) })),
            ("selected_requirements", .array(selectedRequirements.map { .string($0.description) })),
            ("content", .array(contentDigests.map { .object([("path", .string($0.path)), ("sha256", .string($0.sha256))]) })),
        ])
        return shard.map { node.setting("shard", $0.node()) } ?? node
    }
}

extension RunShard {
    func node() -> Node {
        .object([("index", .integer(index)), ("count", .integer(count)), ("plan", .array(plan.map { .string($0) }))])
    }
}

extension RunSummary {
    func node() -> Node {
        .object([
            ("verdict", .string(verdict.rawValue)), ("exit_code", .integer(Int(exitStatus.rawValue))),
            ("reasons", .array(reasons.map { .string($0) })), ("cases", .integer(cases)),
            (
                "checks",
                .object([
                    ("passed", .integer(passed)), ("failed", .integer(failed)), ("warned", .integer(warned)),
                    ("skipped", .integer(skipped)), ("not_applicable", .integer(notApplicable)),
                ])
            ),
            (
                "requirements",
                .object(RequirementResult.Status.allCases.map { ($0.rawValue, .integer(requirements[$0] ?? 0)) })
            ),
        ])
    }
}

extension RequirementResult {
    func node() -> Node {
        .object([
            ("id", .string(id.description)), ("text", .string(text)), ("basis", .string(basis.rawValue)), ("source", .string(source)),
            ("status", .string(status.rawValue)), ("reason", reason.map { .string($0) } ?? .null),
            ("not_shown", notShown.map { .string($0) } ?? .null), ("passed", .integer(passed)),
            ("failed", .integer(failed)), ("skipped", .integer(skipped)), ("cases", .array(cases.map { .string($0) })),
        ])
    }
}
