package import Documents
package import Results

/// A file that a person wrote in the notation of contracts: profiles and scenarios are read with the same rules, places and words.
///
/// Findings have codes of the file's own area (`scenario.unknown-key`). Reading goes on after a finding, so that one pass reports all.
package struct FileSource {
    private var source: ContractSource
    /// First part of the codes of findings.
    private let area: String

    /// - Parameters:
    ///   - file: the path as the user gave it.
    ///   - area: `profile` or `scenario`.
    package init(file: String, bytes: [UInt8], area: String) {
        let folder = SchemaFolder.split(file).folder
        source = ContractSource(text: SourceText(file: file, bytes: bytes), schemas: SchemaFolder(folder: folder))
        self.area = area
    }

    /// Everything found so far, in the order in which it was found.
    package var findings: [Finding] {
        source.findings.map { finding in
            var finding = finding
            if finding.code.hasPrefix("contract.") { finding.code = "\(area).\(finding.code.dropFirst("contract.".count))" }
            return finding
        }
    }

    /// Adds a finding about the file.
    package mutating func report(_ finding: Finding) { source.report(finding) }

    /// The YAML document, or nil and a finding.
    package mutating func document(_ bytes: [UInt8]) -> Node? {
        do throws(DocumentError) {
            return try YAMLReader.read(bytes)
        } catch {
            source.report(.syntax(error, in: source.text))
            return nil
        }
    }

    /// The members of the top mapping by key, with `schema_version: 1` checked.
    package mutating func top(_ document: Node, as what: String, keys: [String], required: [String]) -> [String: Node.Member]? {
        guard
            let top = source.object(document, as: what, keys: ["schema_version"] + keys, required: ["schema_version"] + required)
        else { return nil }
        if let version = top["schema_version"], version.value.integer != 1 {
            let written = source.scalar(version.value, as: "`schema_version`") ?? version.value.kindName
            source.report(.unsupportedVersion(written, at: location(of: version.value)))
        }
        return top
    }

    /// The whole file, when no place in it is to blame.
    package var location: SourceLocation { source.text.location }
    /// The value as far as it stands on its first line.
    package func location(of node: Node) -> SourceLocation { source.text.location(of: node) }
    /// The key itself, quotes included.
    package func location(ofKey member: Node.Member) -> SourceLocation { source.text.location(ofKey: member) }
    /// From the key to the end of its value on the same line.
    package func location(ofPair member: Node.Member) -> SourceLocation { source.text.location(ofPair: member) }

    /// The members of an object by key; unknown and missing keys and other kinds of value are reported.
    package mutating func object(_ node: Node, as what: String, keys: [String], required: [String] = []) -> [String: Node.Member]? {
        source.object(node, as: what, keys: keys, required: required)
    }

    /// A text; numbers and booleans are refused.
    package mutating func string(_ member: Node.Member?) -> String? { source.string(member) }

    /// The text of the node; nil with a finding when it is something else.
    package mutating func string(_ node: Node, as what: String) -> String? { source.string(node, as: what) }

    /// A text, or a number or boolean as it is written.
    package mutating func scalar(_ node: Node, as what: String) -> String? { source.scalar(node, as: what) }

    /// The integer of the member within the range; nil with a finding when it is something else.
    package mutating func integer(_ member: Node.Member?, in range: ClosedRange<Int>) -> Int? { source.integer(member, in: range) }

    /// The elements of a list, or the one value that stands in its place.
    package mutating func list(_ node: Node) -> [Node] { source.list(node) }

    /// One of a closed set of words.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ node: Node, as what: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        source.choice(node, as: what, of: type)
    }

    /// `true` or `false`; false when there is no such member.
    package mutating func flag(_ member: Node.Member?) -> Bool {
        guard let member else { return false }
        if let flag = member.value.bool { return flag }
        wrongType(of: "`\(member.key)`", expected: "true or false", actual: member.value)
        return false
    }

    /// A mapping; what is in it is left alone.
    package mutating func mapping(_ member: Node.Member?) -> Node? {
        guard let member else { return nil }
        if member.value.members != nil { return member.value }
        wrongType(of: "`\(member.key)`", expected: "a mapping", actual: member.value)
        return nil
    }

    /// Reports a value of another kind than expected.
    package mutating func wrongType(of what: String, expected: String, actual: Node) {
        source.report(.wrongType(of: what, expected: expected, actual: actual, at: location(of: actual)))
    }

    /// Reports a key that has to be there.
    package mutating func missing(_ key: String, of what: String, at location: SourceLocation) {
        source.report(.missingKey(key, of: what, at: location))
    }

    /// The duration (`30s`, `500ms`, `2h`) of the member; nil with a finding when it is something else.
    package mutating func duration(_ member: Node.Member?) -> Duration? { source.duration(member)?.value }

    /// A JSONPath (RFC 9535).
    package mutating func path(_ member: Node.Member?) -> PathReference? { source.path(member) }

    /// `must`, `should` and `may`.
    package mutating func requirements(_ object: [String: Node.Member]) -> [RequirementReference] { source.requirements(object) }

    /// The status codes (`200`, `2xx`, a list) of the node.
    package mutating func statuses(_ node: Node) -> [StatusSet] { source.statuses(node) }

    /// A literal, or a mapping of rules.
    package mutating func matcher(_ member: Node.Member) -> Matcher? {
        source.matcher(member.value, source: location(ofPair: member))
    }

    /// `$.path: matcher` pairs in the order of the file.
    package mutating func pathExpectations(_ member: Node.Member?) -> [PathExpectation] {
        member.map { source.pathExpectations($0.value) } ?? []
    }

    /// Something to send, as `request` of an interaction.
    package mutating func request(_ node: Node) -> RequestTemplate? { RequestReader.template(node, defaults: [], from: &source) }

    /// What must be answered, as `response` of an interaction; schema files are refused by those that cannot carry them.
    package mutating func response(_ member: Node.Member) -> ExpectedResponse? {
        ResponseReader.read(member, defaults: ResponseDefaults(), from: &source)
    }
}
