import Documents
import Results

/// Reads members of one object of `report.json`, naming the path of whatever is missing or of another kind.
struct ReportCursor {
    private let node: Node
    private let path: String

    init(_ node: Node, _ path: String) {
        self.node = node
        self.path = path
    }

    func object(_ key: String) throws(ReportFormatError) -> ReportCursor {
        guard let child = node[key], child.members != nil else { throw expected("an object", key) }
        return ReportCursor(child, "\(path).\(key)")
    }

    func optionalObject(_ key: String) throws(ReportFormatError) -> ReportCursor? {
        guard let child = node[key], !child.isNull else { return nil }
        return try object(key)
    }

    func text(_ key: String) throws(ReportFormatError) -> String {
        guard let text = node[key]?.string else { throw expected("a text", key) }
        return text
    }

    func optionalText(_ key: String) throws(ReportFormatError) -> String? {
        guard let child = node[key], !child.isNull else { return nil }
        return try text(key)
    }

    func integer(_ key: String) throws(ReportFormatError) -> Int {
        guard let number = node[key]?.integer else { throw expected("an integer", key) }
        return number
    }

    func boolean(_ key: String) throws(ReportFormatError) -> Bool {
        guard let value = node[key]?.bool else { throw expected("true or false", key) }
        return value
    }

    /// One of the words of a closed set.
    func value<Word: RawRepresentable<String>>(_ key: String) throws(ReportFormatError) -> Word {
        guard let word = Word(rawValue: try text(key)) else { throw expected("a known word", key) }
        return word
    }

    func requirementID(_ key: String) throws(ReportFormatError) -> RequirementID {
        guard let id = RequirementID(try text(key)) else { throw expected("a requirement identifier", key) }
        return id
    }

    func list<Element>(
        _ key: String, _ read: (ReportCursor) throws(ReportFormatError) -> Element
    ) throws(ReportFormatError) -> [Element] {
        guard let entries = node[key]?.array else { throw expected("a list", key) }
        var result: [Element] = []
        result.reserveCapacity(entries.count)
        for (index, entry) in entries.enumerated() { result.append(try read(ReportCursor(entry, "\(path).\(key)[\(index)]"))) }
        return result
    }

    func texts(_ key: String) throws(ReportFormatError) -> [String] {
        guard let entries = node[key]?.array else { throw expected("a list", key) }
        let texts = entries.compactMap(\.string)
        guard texts.count == entries.count else { throw expected("a list of texts", key) }
        return texts
    }

    func integers(_ key: String) throws(ReportFormatError) -> [Int] {
        guard let entries = node[key]?.array else { throw expected("a list", key) }
        let numbers = entries.compactMap(\.integer)
        guard numbers.count == entries.count else { throw expected("a list of integers", key) }
        return numbers
    }

    private func expected(_ what: String, _ key: String) -> ReportFormatError {
        ReportFormatError(description: "\(path).\(key): expected \(what)")
    }
}

extension [String] {
    /// The texts as requirement identifiers.
    func requirementIDs() throws(ReportFormatError) -> [RequirementID] {
        var ids: [RequirementID] = []
        for text in self {
            guard let id = RequirementID(text) else { throw ReportFormatError(description: "\(text): not a requirement identifier") }
            ids.append(id)
        }
        return ids
    }
}
