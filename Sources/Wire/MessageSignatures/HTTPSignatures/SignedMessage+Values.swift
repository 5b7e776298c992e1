import HTTPTypes

extension SignedMessage {
    /// The value that a component has in this message (RFC 9421 §2), in ASCII.
    ///
    /// Throws `componentMissing`, `ambiguousComponent` or `unknownComponent`.
    func value(of component: Component) throws(SignatureError) -> String {
        let value: String
        if component.isFromRequest {
            guard case .response(_, let answered) = start else {
                throw SignatureError(.unknownComponent, "\(component) asks a request for the request it answers")
            }
            guard let answered else { throw SignatureError(.componentMissing, "\(component): the request is not known") }
            value = try answered.ownValue(of: component)
        } else {
            value = try ownValue(of: component)
        }
        guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x09 }) else {
            throw SignatureError(.ambiguousComponent, "\(component) has a value that is not printable ASCII; bs could cover a field")
        }
        return value
    }

    private func ownValue(of component: Component) throws(SignatureError) -> String {
        component.isDerived ? try derivedValue(of: component) : try fieldValue(of: component)
    }

    // MARK: Derived components, RFC 9421 §2.2

    private func derivedValue(of component: Component) throws(SignatureError) -> String {
        switch start {
        case .response(let status, _):
            guard component.name == "@status" else {
                throw SignatureError(.unknownComponent, "a response has no \(component.name) of its own; req takes the request's")
            }
            guard (100...999).contains(status) else { throw SignatureError(.componentMissing, "the status \(status) has not three digits") }
            return String(status)
        case .request(let method, let targetURI, let requestTarget):
            switch component.name {
            case "@method": return method
            case "@target-uri": return try uri(targetURI, for: component).written
            case "@request-target": return if let requestTarget { requestTarget } else { try uri(targetURI, for: component).requestTarget }
            case "@authority": return try uri(targetURI, for: component).authority
            case "@scheme": return try uri(targetURI, for: component).scheme
            case "@path": return try uri(targetURI, for: component).path
            case "@query": return try "?" + (uri(targetURI, for: component).query ?? "")
            case "@query-param": return try queryParameter(component, query: uri(targetURI, for: component).query ?? "")
            default: throw SignatureError(.unknownComponent, "a request has no \(component.name)")
            }
        }
    }

    private func uri(_ text: String, for component: Component) throws(SignatureError) -> TargetURI {
        guard let uri = TargetURI(text) else {
            throw SignatureError(.componentMissing, "\(component): \(text.debugDescription) is no absolute http or https URI")
        }
        return uri
    }

    private func queryParameter(_ component: Component, query: String) throws(SignatureError) -> String {
        let values = FormEncoding.pairs(of: query).filter { FormEncoding.encode($0.name) == component.queryParameter }.map(\.value)
        guard let value = values.first else { throw SignatureError(.componentMissing, "\(component): the query has no such parameter") }
        // RFC 9421 §2.2.8: a name that occurs more than once must not be covered.
        guard values.count == 1 else { throw SignatureError(.ambiguousComponent, "\(component): the query has it \(values.count) times") }
        return FormEncoding.encode(value)
    }

    // MARK: Fields, RFC 9421 §2.1

    private func fieldValue(of component: Component) throws(SignatureError) -> String {
        let lines = (component.isTrailer ? trailers : fields).filter { $0.name.canonicalName == component.name }
        guard !lines.isEmpty else {
            throw SignatureError(.componentMissing, "\(component): the message has no such \(component.isTrailer ? "trailer" : "field")")
        }
        if component.rendering == .bytes {
            return lines.map { BareItem.bytes(Self.trimmed($0)).serialized }.joined(separator: ", ")
        }
        var texts: [String] = []
        for line in lines {
            let bytes = Self.trimmed(line)
            guard bytes.allSatisfy({ $0 < 0x80 }) else {
                throw SignatureError(.ambiguousComponent, "\(component) has a value that is not ASCII; bs could cover it")
            }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        let combined = texts.joined(separator: ", ")
        switch component.rendering {
        case .lines, .bytes: return combined
        case .strict: return try strict(combined, component)
        case .member(let key): return try member(key, of: combined, component)
        }
    }

    private func strict(_ value: String, _ component: Component) throws(SignatureError) -> String {
        guard let kind = structuredFields[component.name] ?? StructuredFieldKind.registered[component.name] else {
            throw SignatureError(.ambiguousComponent, "\(component): whether the field is an item, a list or a dictionary is not known")
        }
        return try structured(component) { () throws(StructuredFieldError) in
            switch kind {
            case .item: try StructuredFieldParser.item(value).serialized
            case .list: try StructuredFieldParser.list(value).map(\.serialized).joined(separator: ", ")
            case .dictionary: try StructuredFieldParser.dictionary(value).serialized
            }
        }
    }

    private func member(_ key: String, of value: String, _ component: Component) throws(SignatureError) -> String {
        let dictionary = try structured(component) { () throws(StructuredFieldError) in try StructuredFieldParser.dictionary(value) }
        guard let member = dictionary[key] else { throw SignatureError(.componentMissing, "\(component): the dictionary has no such key") }
        return member.serialized
    }

    private func structured<Result>(
        _ component: Component, _ read: () throws(StructuredFieldError) -> Result
    ) throws(SignatureError) -> Result {
        do throws(StructuredFieldError) {
            return try read()
        } catch {
            throw SignatureError(.ambiguousComponent, "\(component): the field does not parse at byte \(error.offset): \(error.message)")
        }
    }

    /// The line without white space around it; folded lines are one line long since, as HTTPTypes holds no line breaks.
    private static func trimmed(_ field: HTTPField) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let bytes = field.withUnsafeBytesOfValue { Array($0) }
        return bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    }
}
