import Documents
import Foundation

/// Reads the members of a YAML file of rules strictly: what is not known is refused where it stands.
struct RuleFile {
    /// For messages.
    let name: String
    let document: Node

    /// - Throws: `IncidentError` `invalid-rules`.
    init(directory: String, name: String) throws(IncidentError) {
        self.name = name
        guard let bytes = FileManager.default.contents(atPath: directory + "/" + name) else {
            throw .rules(name, at: .none, "cannot be read")
        }
        do {
            document = try YAMLReader.read(Array(bytes), limits: DocumentLimits(maximumBytes: 1 << 20, maximumDepth: 16))
        } catch {
            throw .rules(name, at: error.place, error.message)
        }
        guard document["schema_version"]?.integer == 1 else { throw invalid(document["schema_version"], "expected schema_version 1") }
    }

    func check(_ node: Node, _ what: String, needed: [String], optional: [String] = []) throws(IncidentError) {
        guard let members = node.members else { throw invalid(node, "expected \(what) to be a mapping, got \(node.kindName)") }
        for member in members where !(needed + optional).contains(member.key) {
            throw .rules(name, at: member.keyPlace, "`\(member.key)` is not a key of \(what)")
        }
        for key in needed where node[key] == nil { throw invalid(node, "\(what) needs `\(key)`") }
    }

    func entries(_ node: Node?, _ what: String) throws(IncidentError) -> [Node] {
        guard let entries = node?.array, entries.count <= 1000 else { throw invalid(node, "expected a list of \(what), 1000 at most") }
        return entries
    }

    func text(_ node: Node?, limit: Int = 200) throws(IncidentError) -> String {
        guard let text = node?.string, (1...limit).contains(text.unicodeScalars.count) else {
            throw invalid(node, "expected a text of 1 to \(limit) characters")
        }
        return text
    }

    func number(_ node: Node?, _ range: ClosedRange<Int>) throws(IncidentError) -> Int {
        guard let number = node?.integer, range.contains(number) else {
            throw invalid(node, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func word<Word: RawRepresentable & CaseIterable>(_ node: Node?, _: Word.Type) throws(IncidentError) -> Word
    where Word.RawValue == String {
        guard let word = node?.string.flatMap(Word.init(rawValue:)) else {
            throw invalid(node, "expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    func flag(_ node: Node?) throws(IncidentError) -> Bool {
        guard let flag = node?.bool else { throw invalid(node, "expected true or false") }
        return flag
    }

    func invalid(_ node: Node?, _ message: String) -> IncidentError { .rules(name, at: node?.place ?? .none, message) }
}
