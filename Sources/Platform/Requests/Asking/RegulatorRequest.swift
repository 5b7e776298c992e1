package import Documents
package import ServerKit

/// The body of `POST /webhook/regulator/request`, read strictly.
package struct RegulatorRequest: Sendable, Hashable {
    /// A lower-case UUID that the regulator chose.
    package let requestID: String
    /// What is asked for.
    package let order: RequestOrder
    package let callbackURL: String
    /// When the regulator wants to have the file; nil leaves it to the platform.
    package let dueBy: Timestamp?

    /// Throws 400 with the pointer of the first member that is not right.
    /// - Parameters:
    ///   - body: nothing was asked of it yet.
    ///   - seesSuspicions: whether the client may see reports of suspicion.
    package init(_ body: ObjectReader, now: Timestamp, seesSuspicions: Bool = false) throws(Problem) {
        var body = body
        requestID = try Self.identifier(in: &body)
        order = try RequestOrder(&body, seesSuspicions: seesSuspicions)
        callbackURL = try body.text("callback_url", limit: 2048)
        dueBy = try Self.dueBy(&body, now: now)
        try body.finish()
    }

    /// The request's id alone, whatever else the body says. Throws 400 when it is not there or no UUID.
    package static func identifier(in body: ObjectReader) throws(Problem) -> String {
        var body = body
        return try identifier(in: &body)
    }

    private static func identifier(in body: inout ObjectReader) throws(Problem) -> String {
        let id = try body.text("request_id", limit: 36)
        guard isUUID(id) else { throw .invalidMember(body.pointer(to: "request_id"), "expected a UUID (RFC 9562)") }
        return id.lowercased()
    }

    private static func dueBy(_ body: inout ObjectReader, now: Timestamp) throws(Problem) -> Timestamp? {
        guard let text = try body.optionalText("due_by", limit: 40) else { return nil }
        guard let time = try? Timestamp(parsing: text) else {
            throw .invalidMember(body.pointer(to: "due_by"), "expected a date and time (RFC 3339)")
        }
        guard time > now else { throw .invalidMember(body.pointer(to: "due_by"), "expected a time to come, it is \(now)") }
        return time
    }

    private static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { position, byte in
            [8, 13, 18, 23].contains(position)
                ? byte == UInt8(ascii: "-")
                : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
        }
    }
}
