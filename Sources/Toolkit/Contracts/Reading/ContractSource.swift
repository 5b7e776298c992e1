import Documents
import Results

/// One contract file while it is read: its text, for places, and what was found wrong so far. Reading goes on after a finding.
struct ContractSource {
    let text: SourceText
    /// How a path in the file becomes a schema of the library; findings come back for files that are missing or broken.
    let schemas: SchemaFolder
    private(set) var findings: [Finding] = []
    private(set) var schemaFiles: [String: ContractLibrary.SchemaFile] = [:]

    init(text: SourceText, schemas: SchemaFolder) {
        self.text = text
        self.schemas = schemas
    }

    mutating func report(_ finding: Finding) { findings.append(finding) }

    /// The members of an object by key; unknown and missing keys and other kinds of value are reported.
    mutating func object(_ node: Node, as what: String, keys: [String], required: [String] = []) -> [String: Node.Member]? {
        guard let members = node.members else {
            report(.wrongType(of: what, expected: "a mapping", actual: node, at: text.location(of: node)))
            return nil
        }
        var found: [String: Node.Member] = [:]
        for member in members {
            if keys.contains(member.key) {
                found[member.key] = member
            } else {
                let near = Spelling.nearest(to: member.key, among: keys)
                report(.unknownKey(of: what, keys: keys, near: near, at: text.location(ofKey: member)))
            }
        }
        for key in required where found[key] == nil {
            let isMisspelt = members.contains { !keys.contains($0.key) && Spelling.nearest(to: $0.key, among: keys).first == key }
            if !isMisspelt { report(.missingKey(key, of: what, at: text.location(of: node))) }
        }
        return found
    }

    /// A text. Numbers and booleans are refused: quotes make plain what is meant.
    mutating func string(_ member: Node.Member?) -> String? {
        guard let member else { return nil }
        return string(member.value, as: "`\(member.key)`")
    }

    mutating func string(_ node: Node, as what: String) -> String? {
        if let string = node.string { return string }
        report(.wrongType(of: what, expected: "a text", actual: node, at: text.location(of: node)))
        return nil
    }

    /// A text, or a number or boolean as it is written: for versions, header fields and query parameters.
    mutating func scalar(_ node: Node, as what: String) -> String? {
        switch node.value {
        case .string(let text): return text
        case .number, .bool: return String(decoding: node.compactBytes(), as: UTF8.self)
        case .null, .array, .object:
            report(.wrongType(of: what, expected: "a text, number or boolean", actual: node, at: text.location(of: node)))
            return nil
        }
    }

    mutating func integer(_ member: Node.Member?, in range: ClosedRange<Int>) -> Int? {
        guard let member else { return nil }
        guard let integer = member.value.integer else {
            report(.wrongType(of: "`\(member.key)`", expected: "a whole number", actual: member.value, at: text.location(of: member.value)))
            return nil
        }
        guard range.contains(integer) else {
            report(.outOfRange(member.key, range: range, at: text.location(of: member.value)))
            return nil
        }
        return integer
    }

    /// The elements of a list, or the one value that stands in its place.
    func list(_ node: Node) -> [Node] { node.array ?? [node] }

    /// One of a closed set of words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ node: Node, as what: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let word = string(node, as: what) else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: word, among: known)
        report(.unknownValue(word, of: what, known: known, near: near, at: text.location(of: node)))
        return nil
    }

    mutating func duration(_ member: Node.Member?) -> Located<Duration>? {
        guard let member else { return nil }
        let location = text.location(of: member.value)
        guard let written = scalar(member.value, as: "`\(member.key)`") else { return nil }
        guard let duration = DurationText.duration(written) else {
            report(.badDuration(written, at: location))
            return nil
        }
        return Located(duration, location)
    }

    mutating func path(_ written: String, at location: SourceLocation) -> PathReference? {
        do throws(DocumentError) {
            return PathReference(path: try JSONPath(parsing: written), text: written, source: location)
        } catch {
            report(.badPath(written, why: error.message, at: location))
            return nil
        }
    }

    mutating func path(_ member: Node.Member?) -> PathReference? {
        guard let member, let written = string(member) else { return nil }
        return path(written, at: text.location(of: member.value))
    }

    /// A schema file named in the contract, read through the folder's rules.
    mutating func schema(_ member: Node.Member?, _ kind: ContractLibrary.SchemaFile.Kind) -> SchemaReference? {
        guard let member, let written = string(member) else { return nil }
        let location = text.location(of: member.value)
        switch schemas.file(written, kind: kind) {
        case .success(let files):
            for file in files { schemaFiles[file.path] = file }
            guard let first = files.first else { return nil }
            return SchemaReference(path: first.path, source: location)
        case .failure(let problem):
            report(problem.finding(named: written, at: location))
            return nil
        }
    }
}
