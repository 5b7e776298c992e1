package import Results

/// The canonical result of a run: every other format (HTML, JUnit, the terminal) is a view of it.
package struct ConformanceReport: Hashable, Sendable {
    /// The version of `report.json`.
    package static let schemaVersion = 1

    /// Who made the report and with what.
    package struct Issuer: Hashable, Sendable {
        /// `assay` and its version.
        package var tool: String
        package var version: String
        /// In whose name: `operator's own CI`, `accredited laboratory`, …
        package var role: String
        /// The key that signs the bundle (RFC 7638 thumbprint or the set's own name).
        package var keyID: String

        package init(tool: String, version: String, role: String, keyID: String) {
            self.tool = tool
            self.version = version
            self.role = role
            self.keyID = keyID
        }
    }

    /// UUID made from the digest of the run: the same run gives the same report.
    package var id: String
    package var issuer: Issuer
    /// Revision and digest of the requirement catalogue.
    package var catalogueRevision: String
    package var catalogueSHA256: String
    package var run: RunRecord
    package var requirements: [RequirementResult]
    package var summary: RunSummary

    package init(
        id: String, issuer: Issuer, catalogueRevision: String, catalogueSHA256: String, run: RunRecord,
        requirements: [RequirementResult], summary: RunSummary
    ) {
        self.id = id
        self.issuer = issuer
        self.catalogueRevision = catalogueRevision
        self.catalogueSHA256 = catalogueSHA256
        self.run = run
        self.requirements = requirements
        self.summary = summary
    }

    /// Judges a run by a catalogue.
    package init(run: RunRecord, catalogue: RequirementCatalogue, issuer: Issuer) {
        let results = RequirementCoverage(catalogue: catalogue, run: run).results()
        self.init(
            id: "", issuer: issuer, catalogueRevision: catalogue.revision, catalogueSHA256: catalogue.sha256, run: run,
            requirements: results, summary: RunSummary(run: run, requirements: results))
        id = Self.identifier(of: self)
    }

    /// Findings of severity error and warning with the case that they belong to, in the order of the run.
    package var findings: [(caseID: String, check: String, finding: Finding)] {
        run.cases.flatMap { testCase in
            testCase.checks.flatMap { check in check.findings.map { (testCase.id, check.check, $0) } }
        }
    }
}
