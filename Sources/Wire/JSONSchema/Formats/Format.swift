import Documents

/// The formats of draft 2020-12 (validation §7.3) that can be asserted.
enum Format: String, Sendable, CaseIterable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case idnEmail = "idn-email"
    case hostname
    case idnHostname = "idn-hostname"
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case iri
    case iriReference = "iri-reference"
    case uuid
    case uriTemplate = "uri-template"
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"
    case regex

    func accepts(_ text: String) -> Bool {
        switch self {
        case .dateTime: DateTimeFormat.isDateTime(text)
        case .date: DateTimeFormat.isDate(text)
        case .time: DateTimeFormat.isTime(text)
        case .duration: DurationFormat.accepts(text)
        case .email: MailboxFormat(allowsUnicode: false).accepts(text)
        case .idnEmail: MailboxFormat(allowsUnicode: true).accepts(text)
        case .hostname: HostnameFormat.accepts(text)
        case .idnHostname: InternationalHostname.accepts(text)
        case .ipv4: AddressFormat.isIPv4(text)
        case .ipv6: AddressFormat.isIPv6(text)
        case .uri: URISyntax(allowsUnicode: false).isURI(text)
        case .uriReference: URISyntax(allowsUnicode: false).isReference(text)
        case .iri: URISyntax(allowsUnicode: true).isURI(text)
        case .iriReference: URISyntax(allowsUnicode: true).isReference(text)
        case .uuid: AddressFormat.isUUID(text)
        case .uriTemplate: URITemplateFormat.accepts(text)
        case .jsonPointer: PointerFormat.isPointer(text)
        case .relativeJSONPointer: PointerFormat.isRelative(text)
        case .regex: RegularExpression.syntaxError(inECMAScript: text) == nil
        }
    }

    /// The document that defines the format.
    var source: String {
        switch self {
        case .dateTime, .date, .time: "RFC 3339 §5.6"
        case .duration: "RFC 3339 appendix A"
        case .email: "RFC 5321 §4.1.2"
        case .idnEmail: "RFC 6531 §3.3"
        case .hostname: "RFC 1123 §2.1"
        case .idnHostname: "RFC 5890"
        case .ipv4: "RFC 2673 §3.2"
        case .ipv6: "RFC 4291 §2.2"
        case .uri, .uriReference: "RFC 3986"
        case .iri, .iriReference: "RFC 3987"
        case .uuid: "RFC 4122"
        case .uriTemplate: "RFC 6570"
        case .jsonPointer: "RFC 6901"
        case .relativeJSONPointer: "draft-bhutton-relative-json-pointer-00"
        case .regex: "ECMA-262"
        }
    }
}
