package import Contracts
package import Results

/// Judges exchanges by contracts. Pure: no network, no clock, no file; same arguments, same records.
package struct Verifier: Sendable {
    package let library: ContractLibrary
    /// Schema files that cannot be used (`contract.bad-schema`): the content is invalid, the subject is not to blame.
    package let findings: [Finding]
    private let schemas: SchemaSet

    /// Compiles every schema of the library once.
    package init(library: ContractLibrary) {
        self.library = library
        schemas = SchemaSet(library)
        findings = schemas.findings
    }

    /// The contract's own checks in a fixed order, then those of the overlays that apply to the answer.
    ///
    /// Every record names the exchange. A check that could not be made is `skipped` with its reason, one of an undeclared
    /// capability `notApplicable`. Checks of overlays are named after their contract: `extended.answers-are-signed/signature`.
    /// Breaking only a `should` gives a failed record whose findings are warnings; only a `may`, notes.
    package func records(for interaction: Interaction, _ exchange: Exchange, evidence: Evidence) -> [CheckRecord] {
        let subject = Subject(
            exchange, judging: interaction.response == nil ? .request : .answer, evidence: evidence, schemas: schemas)
        let own = CheckPlan(interaction).checks(for: subject).map { planned in
            record(planned, on: subject, requirements: interaction.requirements, capability: interaction.capability)
        }
        let overlays = library.overlays.filter { $0.applies(to: interaction, status: exchange.response.status) }
        return own
            + overlays.flatMap { overlay in
                CheckPlan.checks(of: overlay).map { check in
                    record(
                        .made(check), on: subject, named: "\(overlay.contractID)/\(check.name)", requirements: overlay.requirements,
                        capability: overlay.capability)
                }
            }
    }

    private func record(
        _ planned: CheckPlan.Planned, on subject: Subject, named name: String? = nil, requirements: [RequirementReference],
        capability: String?
    ) -> CheckRecord {
        var record = CheckRecord(
            check: name ?? planned.name, outcome: .skipped, requirements: requirements, exchanges: [subject.exchange.number])
        if let capability, !subject.evidence.capabilities.contains(capability) {
            record.outcome = .notApplicable
            record.reason = Reason.undeclared(capability)
            return record
        }
        switch planned {
        case .unmade(_, let reason): record.reason = reason
        case .made(let check):
            switch check.judgement(of: subject) {
            case .passed: record.outcome = .passed
            case .skipped(let reason): record.reason = reason
            case .failed(let findings):
                record.outcome = .failed
                record.findings = findings.map { Self.stamped($0, requirements) }
            }
        }
        return record
    }

    /// With the severity of the strongest requirement that is broken; without any requirement a contract is a must.
    private static func stamped(_ finding: Finding, _ requirements: [RequirementReference]) -> Finding {
        var finding = finding
        finding.requirements = requirements.map(\.id)
        let obligations = requirements.map(\.obligation)
        finding.severity =
            obligations.isEmpty || obligations.contains(.must) ? .error : obligations.contains(.should) ? .warning : .note
        return finding
    }
}
