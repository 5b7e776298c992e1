import HTTPTypes

/// Whether it is beyond doubt where a request ends and that its body is what was sent, as far as its fields tell.
///
/// The parser beneath refuses all that is malformed (two lengths, a length beside chunks, sizes that overflow, bare CR and LF, folded lines).
/// What is left here is well-formed, and still read in more than one way by those who stand before a server.
enum RequestFraming {
    /// The reason why a request is not read on; nil when there is none. Whoever refuses for it ends the connection.
    static func problem(method: String, _ fields: HTTPFields) -> Problem? {
        // What follows a CONNECT is no HTTP, whatever the answer was.
        if method == "CONNECT" { return .noTunnels }
        let codings = fields[values: .transferEncoding]
        // Names of codings have no case (RFC 9112 §7). Any coding beneath chunked would be handed on undone.
        guard codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked") else { return .malformedFraming }
        return nil
    }

    /// Whether a body follows the head, as its fields tell (RFC 9112 §6.3).
    static func hasBody(_ fields: HTTPFields) -> Bool {
        fields.contains(.transferEncoding) || fields[.contentLength].map { $0 != "0" } ?? false
    }

    /// True when the body went through a coding, whichever it is (RFC 9110 §8.4).
    static func isCompressed(_ fields: HTTPFields) -> Bool {
        fields[values: .contentEncoding].flatMap { $0.split(separator: ",") }.contains { name in
            let name = name.filter { $0 != " " && $0 != "\t" }.lowercased()
            return !name.isEmpty && name != "identity"
        }
    }

    /// True when the fields offer to leave HTTP/1.1 behind the answer, which is never taken up (RFC 9110 §7.8).
    static func offersAnotherProtocol(_ fields: HTTPFields) -> Bool {
        guard fields.contains(.upgrade) else { return false }
        return fields[values: .connection].contains { $0.lowercased().contains("upgrade") }
    }
}
