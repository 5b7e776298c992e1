import Documents
import Results

@testable import Contracts

/// Contracts as text, read without a file.
enum ContractText {
    /// A header with `interactions:` and one good interaction, to be changed by tests.
    static let good = """
        schema_version: 1
        id: core.reports
        title: Reports of a period
        pack: core
        defaults:
          as: regulator
          response:
            within: 30s
            headers: { X-Request-ID: { type: uuid } }
        interactions:
          - id: list-of-a-day
            title: The reports of a day are listed
            must: [REQ-API-001]
            should: REQ-REP-001
            given: [{ state: a completed gaming day, params: { day: "{{ day }}" } }]
            request: GET /regulator/reports/{{ day }}
            response:
              status: 200
              body:
                application/json:
                  match:
                    $.period: "{{ day }}"
                    $.reports: { min: 1, each: { $.licence: L1 } }
        """

    static func read(_ text: String, file: String = "x.contract.yaml") -> (contract: Contract?, findings: [Finding]) {
        let result = ContractFile.read(Array(text.utf8), file: file)
        return (result.contract, result.findings)
    }
}
