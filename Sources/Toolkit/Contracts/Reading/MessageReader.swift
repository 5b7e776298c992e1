import Documents
import Results

/// Reads what a platform sends otherwise than by HTTP.
///
///     kind: mail
///     message: { headers: { Subject: <matcher> }, schema: <JSON Schema>, match: { <JSONPath>: <matcher> } }
///     kind: file
///     file: { name: <matcher>, headers: { .. }, body: { <media type>: { schema | xsd | table | match } }, digest: required | optional }
///     delivery: { .. }
///
/// A mail is judged as the JSON document `{ from, to: [..], subject, date, message_id, headers: {..}, text, attachments: [{ name, media_type,
/// bytes, sha256 }] }`. A file has the fields `File-Name` and `Content-Type`, and `Content-Digest` when `<name>.sha256` lies beside it.
struct MessageReader {
    private enum Digest: String, CaseIterable {
        case required, optional
    }

    /// The media type under which a mail's document is judged.
    static let mailMediaType = "application/json"

    static func mail(
        _ message: Node.Member, _ object: [String: Node.Member], from source: inout ContractSource
    ) -> Interaction.Form? {
        let location = source.text.location(ofKey: message)
        guard let parts = source.object(message.value, as: "`message`", keys: ["headers", "schema", "match"]) else { return nil }
        if parts.isEmpty {
            source.report(.conflict("this message demands nothing", remedy: "add `headers`, `schema` or `match`", at: location))
        }
        let matches = parts["match"].map { source.pathExpectations($0.value) } ?? []
        let body = BodyExpectation(
            mediaType: Located(mailMediaType, location), schema: source.schema(parts["schema"], .jsonSchema), matches: matches)
        let request = ExpectedRequest(
            medium: .mail, method: "MAIL", target: Located("", location),
            fields: parts["headers"].map { source.fieldExpectations($0.value) } ?? [], body: .oneOf([body]), signature: nil,
            source: location)
        return .webhook(request, delivery(object, at: location, from: &source))
    }

    static func file(
        _ file: Node.Member, _ object: [String: Node.Member], from source: inout ContractSource
    ) -> Interaction.Form? {
        let location = source.text.location(ofKey: file)
        guard let parts = source.object(file.value, as: "`file`", keys: ["name", "headers", "body", "digest"], required: ["name"]) else {
            return nil
        }
        var fields = parts["headers"].map { source.fieldExpectations($0.value) } ?? []
        if let name = parts["name"], let matcher = source.matcher(name.value, source: source.text.location(ofPair: name)) {
            fields.append(FieldExpectation(name: "File-Name", matcher: matcher, source: matcher.source))
        }
        let digest = parts["digest"].flatMap { source.choice($0.value, as: "`digest`", of: Digest.self) }
        let request = ExpectedRequest(
            medium: .file, requiresDigest: digest == .required, method: "PUT", target: Located("", location), fields: fields,
            body: parts["body"].map { ResponseReader.body($0, from: &source) } ?? .anything, signature: nil, source: location)
        return .webhook(request, delivery(object, at: location, from: &source))
    }

    private static func delivery(
        _ object: [String: Node.Member], at location: SourceLocation, from source: inout ContractSource
    ) -> Delivery {
        object["delivery"].map { DeliveryReader.read($0, from: &source) }
            ?? Delivery(
                within: nil, attempts: .atLeastOnce, identifiedBy: nil, same: [], acknowledgement: 202, source: location)
    }
}
