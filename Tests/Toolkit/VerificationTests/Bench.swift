import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Results

@testable import Contracts
@testable import Verification

/// What the tests of checks share: exchanges, contracts from text, and judgements of one by the other.
enum Bench {
    static let start = Timestamp(milliseconds: 1_795_400_000_000)

    static func exchange(
        number: Int = 7, method: String = "GET", url: String = "https://platform.test/a?b=c", requestFields: HTTPFields = [:],
        requestBody: String = "", status: Int = 200, fields: HTTPFields = [:], body: String = "", elapsed: Duration = .milliseconds(20),
        startedAt: Timestamp = start
    ) -> Exchange {
        Exchange(
            number: number, request: .init(method: method, url: url, fields: requestFields, body: Array(requestBody.utf8)),
            response: .init(status: status, fields: fields, body: Array(body.utf8)), startedAt: startedAt, elapsed: elapsed)
    }

    static func json(_ body: String, status: Int = 200, fields: HTTPFields = [:]) -> Exchange {
        var fields = fields
        fields[.contentType] = "application/json"
        return exchange(status: status, fields: fields, body: body)
    }

    static func evidence(values: [String: Node] = [:], keys: [VerificationKey] = [], now: Timestamp = start) -> Evidence {
        Evidence(keys: KeySet(keys), now: now, values: values)
    }

    /// A library of one contract whose only interaction has this response (indented by six).
    static func library(response: String, requirements: String = "must: [REQ-API-001]", more: String = "", files: [String: String] = [:])
        throws
        -> ContractLibrary
    {
        let text =
            "schema_version: 1\nid: core.test\npack: core\ninteractions:\n  - id: one\n    as: x\n    \(requirements)\n    request: GET /a\n"
            + "    response:\n" + response.split(separator: "\n").map { "      \($0)\n" }.joined() + more
        return try library(text, files: files)
    }

    static func library(_ text: String, files: [String: String] = [:]) throws -> ContractLibrary {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in files { try Data(content.utf8).write(to: folder.appending(path: name)) }
        let result = ContractFile.read(Array(text.utf8), file: "\(folder.path)/test.contract.yaml")
        if let finding = result.findings.first { throw Problem(text: FindingText.text(finding)) }
        return ContractLibrary(contracts: result.contract.map { [$0] } ?? [], schemas: result.schemas)
    }

    /// A field name that is known to be one.
    static func name(_ text: String) throws -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { throw Problem(text: "`\(text)` is no field name") }
        return name
    }

    struct Problem: Error { let text: String }

    static func records(_ library: ContractLibrary, _ exchange: Exchange, _ evidence: Evidence = evidence()) throws -> [CheckRecord] {
        guard let interaction = library.interactions.first else { throw Problem(text: "no interaction") }
        return Verifier(library: library).records(for: interaction, exchange, evidence: evidence)
    }

    static func records(response: String, _ exchange: Exchange, _ evidence: Evidence = evidence(), files: [String: String] = [:]) throws
        -> [CheckRecord]
    {
        try records(library(response: response, files: files), exchange, evidence)
    }
}

extension [CheckRecord] {
    /// The record of one kind of check.
    func of(_ check: String) -> CheckRecord? { first { $0.check == check } }

    var codes: [String] { flatMap(\.findings).map(\.code) }

    var outcomes: [String: CheckOutcome] { Dictionary(map { ($0.check, $0.outcome) }) { first, _ in first } }
}
