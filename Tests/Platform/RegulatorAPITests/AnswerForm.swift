import HTTPTypes

/// What holds for every answer whatever it is: it is not kept, not guessed, and says what its letters are.
enum AnswerForm {
    /// Types that have no character set, or whose standard or own first line says it.
    private static let selfContained: Set<String> = [
        "application/json", "application/x-ndjson", "application/yaml", "application/xml", "application/pdf", "application/octet-stream",
    ]

    /// What is wrong with an answer's fields.
    static func findings(_ fields: HTTPFields, _ body: [UInt8]) -> [String] {
        var findings: [String] = []
        if fields[.cacheControl] != "no-store" { findings.append("the answer may be kept") }
        if fields[.xContentTypeOptions] != "nosniff" { findings.append("the type may be guessed") }
        guard let written = fields[.contentType] else { return findings + (body.isEmpty ? [] : ["a body has no type"]) }
        let type = String(written.prefix { $0 != ";" })
        if type.hasPrefix("text/") {
            if !written.hasSuffix("; charset=utf-8") { findings.append("\(written) does not say its character set") }
        } else if !selfContained.contains(type), !(type.hasPrefix("application/") && type.hasSuffix("+json")) {
            findings.append("\(written) is no type of this interface")
        }
        return findings
    }
}
