import Documents
import Foundation
package import Results

/// All explanations of a content folder (`Contracts/explanations/*.explanations.yaml`), one file for each family of codes.
///
///     schema_version: 1
///     explanations:
///       - codes: ["status.unexpected"]
///         means, mend, accepted, refused: <text>
package struct ExplanationBook: Sendable {
    /// Where explanations lie in a content folder.
    package static let folder = "Contracts/explanations"

    /// In the order of the files' names, then of the files.
    package let explanations: [Explanation]

    package init(_ explanations: [Explanation]) { self.explanations = explanations }

    /// Every code that is explained, sorted.
    package var codes: [String] { explanations.flatMap(\.codes).sorted() }

    /// The explanation of a code, in whatever case. What the readers of other files find of any file is explained
    /// with that of contracts: `profile.unknown-key` as `contract.unknown-key`.
    package func explanation(of code: String) -> Explanation? {
        let wanted = code.lowercased()
        if let found = explanations.first(where: { $0.codes.contains { $0.lowercased() == wanted } }) { return found }
        for area in ["profile.", "scenario.", "personality.", "grant.", "dialect."] where wanted.hasPrefix(area) {
            return explanation(of: "contract.\(wanted.dropFirst(area.count))")
        }
        return nil
    }

    /// The codes that are spelt most like it, the nearest first.
    package func near(_ code: String) -> [String] { Spelling.nearest(to: code, among: codes) }

    /// Reads the folder of a content folder. Findings have codes `contract.…` and severity error.
    package static func load(content: String) -> (book: ExplanationBook, findings: [Finding]) {
        let path = SchemaFolder.join(content, folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var book: [Explanation] = []
        var findings: [Finding] = []
        for name in names.sorted() where name.hasSuffix(".explanations.yaml") {
            let file = "\(path)/\(name)"
            switch FileBytes.read(file) {
            case .failure(let problem): findings.append(.unreadable(file, why: problem.description))
            case .success(let bytes):
                let (read, faults) = Self.read(bytes, file: file)
                book += read
                findings += faults
            }
        }
        return (ExplanationBook(book), findings)
    }

    /// One file from memory.
    static func read(_ bytes: [UInt8], file: String) -> (explanations: [Explanation], findings: [Finding]) {
        var source = FileSource(file: file, bytes: bytes, area: "contract")
        guard let document = source.document(bytes),
            let top = source.top(document, as: "explanations", keys: ["explanations"], required: ["explanations"])
        else { return ([], source.findings) }
        let keys = ["codes", "means", "mend", "accepted", "refused"]
        let read = (top["explanations"].map { source.list($0.value) } ?? []).compactMap { entry -> Explanation? in
            guard let object = source.object(entry, as: "an explanation", keys: keys, required: keys) else { return nil }
            let text = { (key: String) in object[key]?.value.string ?? "" }
            for key in keys.dropFirst() where text(key).isEmpty {
                guard let member = object[key] else { continue }
                source.wrongType(of: "`\(key)`", expected: "a text", actual: member.value)
            }
            let codes = object["codes"].map { source.list($0.value) } ?? []
            return Explanation(
                codes: codes.compactMap { source.string($0, as: "a code") }, meaning: text("means"), remedy: text("mend"),
                accepted: text("accepted"), refused: text("refused"))
        }
        return (read, source.findings)
    }
}
