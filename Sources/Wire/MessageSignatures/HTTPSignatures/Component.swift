/// The name of a part of a message that a signature covers, with its parameters (RFC 9421 §2).
///
/// Two components are equal when names and parameters are, in whatever order the parameters stand.
package struct Component: Sendable {
    let name: String
    /// The identifier in the order it was written, which is the order it is signed in.
    let item: StructuredItem

    /// How the values of a field become one value (RFC 9421 §2.1).
    enum Rendering: Sendable, Hashable {
        /// All lines joined by `", "`.
        case lines
        /// Parsed and written anew (`sf`).
        case strict
        /// One member of a dictionary (`key`).
        case member(String)
        /// Each line as a byte sequence (`bs`).
        case bytes
    }

    let rendering: Rendering
    /// Taken from the request that the response answers (`req`).
    let isFromRequest: Bool
    /// Taken from the trailers (`tr`).
    let isTrailer: Bool
    /// The encoded name of the parameter that `@query-param` means.
    let queryParameter: String?

    static let derivedNames: Set<String> = [
        "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query", "@query-param", "@status",
    ]

    /// Reads `@status`, `content-digest`, `@method;req` or `"@query-param";name="id"`: the name bare or in quotes, then its parameters.
    ///
    /// Throws `malformed` for text of another shape, `unknownComponent` for names, parameters and combinations RFC 9421 does not define.
    package init(parsing text: String) throws(SignatureError) {
        let item: StructuredItem
        do throws(StructuredFieldError) {
            if text.hasPrefix("\"") {
                item = try StructuredFieldParser.item(text)
                guard item.serialized == text else { throw StructuredFieldError(offset: 0, message: "expected no white space") }
            } else {
                let name = text.prefix { $0 != ";" }
                let parameters = try StructuredFieldParser.parameters(text.dropFirst(name.count))
                item = StructuredItem(value: .string(String(name)), parameters: parameters)
            }
        } catch {
            throw SignatureError(.malformed, "\(text.debugDescription) is no component identifier: \(error.message)")
        }
        try self.init(item)
    }

    init(_ item: StructuredItem) throws(SignatureError) {
        guard case .string(let name) = item.value else {
            throw SignatureError(.malformed, "a component's name is a string, got \(item.serialized)")
        }
        let isDerived = name.hasPrefix("@")
        guard isDerived ? Self.derivedNames.contains(name) : Self.isFieldName(name) else {
            throw SignatureError(
                .unknownComponent, "\(name.debugDescription) is neither a field name in small letters nor a derived component")
        }
        let flags = try Flags(item.parameters, of: name)
        try flags.check(name: name, isDerived: isDerived)
        self.name = name
        self.item = item
        isFromRequest = flags.req
        isTrailer = flags.tr
        queryParameter = flags.name
        rendering = flags.key.map { .member($0) } ?? (flags.bs ? .bytes : flags.sf ? .strict : .lines)
    }

    var isDerived: Bool { name.hasPrefix("@") }

    private static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { StructuredFieldParser.isTokenCharacter($0) && !StructuredFieldParser.isUpper($0) }
    }

    /// The parameters of RFC 9421 §2.1 to §2.4 as read.
    private struct Flags {
        var sf = false
        var bs = false
        var tr = false
        var req = false
        var key: String?
        var name: String?

        init(_ parameters: StructuredParameters, of component: String) throws(SignatureError) {
            for entry in parameters.entries {
                switch (entry.key, entry.value) {
                case ("sf", .boolean(true)): sf = true
                case ("bs", .boolean(true)): bs = true
                case ("tr", .boolean(true)): tr = true
                case ("req", .boolean(true)): req = true
                case ("key", .string(let text)): key = text
                case ("name", .string(let text)): name = text
                default:
                    throw SignatureError(
                        .unknownComponent, "the parameter \(entry.key)=\(entry.value.serialized) of \(component) is not defined")
                }
            }
        }

        func check(name component: String, isDerived: Bool) throws(SignatureError) {
            if isDerived, sf || bs || tr || key != nil {
                throw SignatureError(.unknownComponent, "\(component) takes none of sf, bs, tr and key")
            }
            if (component == "@query-param") != (name != nil) {
                throw SignatureError(.unknownComponent, "name belongs to @query-param, which must have it")
            }
            if component == "@status", req { throw SignatureError(.unknownComponent, "a request has no @status") }
            if bs, sf || key != nil { throw SignatureError(.unknownComponent, "bs excludes sf and key on \(component)") }
        }
    }
}

extension Component: Hashable {
    package static func == (left: Component, right: Component) -> Bool {
        left.name == right.name && Set(left.item.parameters.entries) == Set(right.item.parameters.entries)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(Set(item.parameters.entries))
    }
}

extension Component: CustomStringConvertible {
    /// The identifier as it stands in `Signature-Input` and in the signature base: `"@method";req`.
    package var description: String { item.serialized }
}
