import Documents
import Results

/// Everything this module says about files, in one place.
extension Finding {
    static func unknownKey(of what: String, keys: [String], near: [String], at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unknown-key", message: "not a key of \(what)", source: location,
            remedy: near.isEmpty ? "known keys are \(quoted(keys))" : "did you mean \(alternatives(near))?")
    }

    static func missingKey(_ key: String, of what: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.missing-key", message: "\(what) needs the key `\(key)`", source: location, remedy: "add `\(key):` here")
    }

    static func wrongType(of what: String, expected: String, actual: Node, at location: SourceLocation) -> Finding {
        let kind = actual.isNull ? "nothing" : actual.members != nil ? "a mapping" : actual.array != nil ? "a list" : "a \(actual.kindName)"
        let isScalar = actual.members == nil && actual.array == nil && !actual.isNull
        return Finding(
            code: "contract.wrong-type", message: "\(what) is \(expected), not \(kind)", source: location, expected: expected, actual: kind,
            remedy: isScalar && expected == "a text" ? "put the value in quotes" : "write \(expected) here")
    }

    static func outOfRange(_ key: String, range: ClosedRange<Int>, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.out-of-range", message: "`\(key)` lies outside \(range.lowerBound) to \(range.upperBound)", source: location,
            remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
    }

    static func unknownValue(_ word: String, of what: String, known: [String], near: [String], at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unknown-value", message: "`\(word)` is not a value of \(what)", source: location,
            expected: "one of \(quoted(known))", actual: word,
            remedy: near.isEmpty ? "write one of \(quoted(known))" : "did you mean \(alternatives(near))?")
    }

    static func badDuration(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-duration", message: "`\(text)` is not a duration", source: location, actual: text,
            remedy: "write a whole number and one of ms, s, m, h, d: `500ms`, `30s`, `2h`")
    }

    static func badPath(_ text: String, why: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-path", message: "not a JSONPath: \(why)", source: location, actual: text,
            remedy: "write a path as in RFC 9535, such as `$.reports[*].licence`")
    }

    static func badRegex(_ text: String, why: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-regex", message: "not a regular expression: \(why)", source: location, actual: text,
            remedy: "mend the expression; in YAML it is safest in single quotes")
    }

    static func badStatus(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-status", message: "`\(text)` is not a status", source: location, actual: text,
            remedy: "write a code from 100 to 599, a class such as `2xx`, or a list of these")
    }

    static func badID(_ text: String, of what: String, form: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-id", message: "`\(text)` is not an id of \(what)", source: location, expected: form, actual: text,
            remedy: "use lower-case letters, digits and hyphens: \(form)")
    }

    static func badRequirement(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-requirement-id", message: "`\(text)` is not a requirement id", source: location, actual: text,
            remedy: "write an id of the requirement catalogue, such as `REQ-API-001`")
    }

    static func badRequest(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-request", message: "`\(text)` is not a request", source: location, actual: text,
            remedy: "write method and path, such as `GET /reports/{{ day }}`, or a mapping with `get:`, `post:` …")
    }

    static func badMediaType(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-media-type", message: "`\(text)` is not a media type", source: location, actual: text,
            remedy: "write type and subtype, such as `application/json`")
    }

    static func badFieldName(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-field-name", message: "`\(text)` is not the name of a header field", source: location, actual: text,
            remedy: "write a token as in RFC 9110 §5.1, such as `X-Request-ID`")
    }

    static func badComponent(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.bad-component", message: "`\(text)` is not a component of a signature", source: location, actual: text,
            remedy: "write a field name or a derived component of RFC 9421 §2.2, such as `content-digest`, `@status` or `\"@method\";req`")
    }

    static func badMatcher(_ why: String, remedy: String, at location: SourceLocation) -> Finding {
        Finding(code: "contract.bad-matcher", message: why, source: location, remedy: remedy)
    }

    static func unsupportedVersion(_ text: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unsupported-version", message: "schema version \(text) is not known to this release", source: location,
            expected: "1", actual: text, remedy: "write `schema_version: 1`, or use the release of Assay that the file was written for")
    }

    static func unknownCapability(_ word: String, near: [String], at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unknown-capability", message: "`\(word)` is not a capability", source: location, actual: word,
            remedy: near.isEmpty ? "known capabilities are \(quoted(Capability.known))" : "did you mean \(alternatives(near))?")
    }

    static func unknownRegulator(_ word: String, near: [String], at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unknown-regulator", message: "`\(word)` is not a regulator", source: location, actual: word,
            remedy: near.isEmpty ? "known regulators are \(quoted(Capability.regulators))" : "did you mean \(alternatives(near))?")
    }

    static func conflict(_ message: String, remedy: String, at location: SourceLocation) -> Finding {
        Finding(code: "contract.conflict", message: message, source: location, remedy: remedy)
    }

    static func duplicateInteraction(_ id: String, first: SourceLocation, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.duplicate-interaction", message: "the id `\(id)` is taken by the interaction at \(first.reference)",
            source: location, remedy: "give each interaction of a contract its own id")
    }

    static func duplicateContract(_ id: String, first: SourceLocation, at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.duplicate-id", message: "the id `\(id)` is taken by the contract at \(first.reference)", source: location,
            remedy: "give each contract its own id")
    }

    static func unknownInteraction(_ id: String, near: [String], at location: SourceLocation) -> Finding {
        Finding(
            code: "contract.unknown-interaction", message: "there is no interaction `\(id)`", source: location, actual: id,
            remedy: near.isEmpty
                ? "name an interaction of this or another contract as `contract/interaction`" : "did you mean \(alternatives(near))?")
    }

    static func unreadable(_ file: String, why: String) -> Finding {
        Finding(
            code: "contract.unreadable", message: "the file cannot be read: \(why)", source: SourceLocation(file: file),
            remedy: "check path and permissions")
    }

    static func noFiles(_ path: String) -> Finding {
        Finding(
            code: "contract.no-files", message: "no contract lies here", source: SourceLocation(file: path),
            remedy: "name a `*.contract.yaml` or Pact `*.json` file, or a folder that holds some")
    }

    static func syntax(_ error: DocumentError, in text: SourceText) -> Finding {
        Finding(
            code: "contract.syntax", message: error.message, source: text.location(at: error.place),
            remedy: "mend the file here; `assay lint` shows whether it can be read")
    }

    static func quoted(_ words: some Sequence<String>) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

    static func alternatives(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: " or ") }
}
