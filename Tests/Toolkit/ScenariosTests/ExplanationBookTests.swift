import Foundation
import MessageSignatures
import Results
import TestSupport
import Testing

@testable import Contracts
@testable import Scenarios

/// Every code that the sources can give out is explained, and nothing else is.
@Suite struct ExplanationBookTests {
    private let loaded = ExplanationBook.load(content: PeerData.repository.path)

    /// Names of checks and of other things, which look like codes and are none.
    private static let others: Set<String> = [
        "delivery.order", "delivery.same", "delivery.within", "scenario.uuid", "profile.yaml", "signature.jws",
    ]

    /// Codes as they stand in the sources, and those that are made of an enumeration.
    private func codesOfSources() throws -> Set<String> {
        var codes: Set<String> = []
        let families = Set(loaded.book.codes.compactMap { $0.contains(".") ? $0.split(separator: ".").first.map(String.init) : nil })
        for folder in ["Sources/Toolkit", "Sources/assay"] {
            let root = PeerData.repository.appending(path: folder)
            let files = try #require(FileManager.default.enumerator(atPath: root.path))
            while let name = files.nextObject() as? String {
                guard name.hasSuffix(".swift") else { continue }
                let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
                for match in text.matches(of: #/code: "(?<code>[a-z-]+\.[a-z0-9-]+)"/#) { codes.insert(String(match.code)) }
                for match in text.matches(of: #/"(?<family>[a-z-]+)\.(?<word>[a-z][a-z0-9-]+)"/#) {
                    if families.contains(String(match.family)) { codes.insert("\(match.family).\(match.word)") }
                }
                for match in text.matches(of: #/(?:^|[^a-zA-Z])(?<area>scenario|profile|grant|dialect)\(\s*"(?<word>[a-z-]+)"/#) {
                    codes.insert("\(match.area).\(match.word)")
                }
            }
        }
        codes.formUnion(RunError.Code.allCases.flatMap { ["preflight.\($0.rawValue)", "exchange.\($0.rawValue)"] })
        codes.formUnion(SignatureError.Code.allCases.flatMap { ["signature.\($0.rawValue)", "signature.webhook-\($0.rawValue)"] })
        codes.formUnion(["status", "media-type", "shape", "value", "callbacks"].map { "replay.\($0)" })
        return codes.subtracting(Self.others)
    }

    @Test func `the files have no fault and no code is explained twice`() {
        #expect(loaded.findings.isEmpty, "\(loaded.findings)")
        let codes = loaded.book.codes
        #expect(codes.count > 150 && Set(codes).count == codes.count, "\(codes.filter { code in codes.count { $0 == code } > 1 })")
        for one in loaded.book.explanations {
            #expect(![one.meaning, one.remedy, one.accepted, one.refused].contains(""), "\(one.codes)")
            #expect(one.accepted != one.refused, "\(one.codes)")
        }
    }

    @Test func `every code of the sources is explained`() throws {
        let missing = try codesOfSources().filter { loaded.book.explanation(of: $0) == nil }.sorted()
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test func `every explained code is one of the sources, a verdict or an exit code`() throws {
        let known = try codesOfSources().union(Verdict.allCases.map(\.rawValue)).union(ExitStatus.allCases.map { "\($0.rawValue)" })
        let strange = loaded.book.codes.filter { !known.contains($0) }
        #expect(strange.isEmpty, "\(strange)")
    }

    @Test func `every verdict and exit code is explained`() {
        for verdict in Verdict.allCases { #expect(loaded.book.explanation(of: verdict.rawValue) != nil, "\(verdict)") }
        for status in ExitStatus.allCases { #expect(loaded.book.explanation(of: "\(status.rawValue)") != nil, "\(status)") }
    }

    @Test func `what is common to all files is explained once`() {
        #expect(loaded.book.explanation(of: "profile.unknown-key")?.codes == ["contract.unknown-key"])
        #expect(loaded.book.explanation(of: "SIGNATURE.expired") != nil)
        #expect(loaded.book.explanation(of: "signature.no-such") == nil)
        #expect(loaded.book.near("status.unexpcted").first == "status.unexpected")
    }

    @Test func `a faulty file is said to be one`() {
        let (_, unknown) = ExplanationBook.read(
            Array("schema_version: 1\nexplanations:\n  - { codes: [a.b], means: x, mend: x, accepted: x, refused: y, why: z }\n".utf8),
            file: "f")
        #expect(unknown.map(\.code) == ["contract.unknown-key"])
        let (_, missing) = ExplanationBook.read(Array("schema_version: 1\nexplanations:\n  - { codes: [a.b], means: x }\n".utf8), file: "f")
        #expect(Set(missing.map(\.code)) == ["contract.missing-key"])
        #expect(!ExplanationBook.read([0xff], file: "f").findings.isEmpty)
    }
}
