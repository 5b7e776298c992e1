package import Documents
package import Logging

/// One line of a log. Whatever a value holds, the line is one line, and what stands in it cannot be taken for another member or event: every
/// scalar that ends lines, moves a terminal's cursor or turns the direction of writing is written as an escape of JSON (RFC 8259 §7).
package struct LogLine: Sendable, Equatable {
    /// How lines are written.
    package enum Format: String, Sendable, CaseIterable {
        /// One JSON object each: `time`, `level`, `event`, `request_id`, `realm`, `message` and, for all else, the object `data`.
        case json
        /// For people: `TIME LEVEL EVENT name="value" …`.
        case text
    }

    /// The longest value, in Unicode scalars; what is longer is cut and ends with `…`.
    package static let longestValue = 2000
    /// The most members of `data`; the rest is counted in the member `left_out`.
    package static let mostMembers = 32

    package var time: Timestamp
    package var level: Logger.Level
    /// A constant sentence; what varies is in `data`.
    package var message: String
    /// The request that the line is about.
    package var requestID: String?
    package var realm: String?
    package var data: [String: String]

    package init(
        time: Timestamp, level: Logger.Level, message: String, requestID: String? = nil, realm: String? = nil, data: [String: String] = [:]
    ) {
        self.time = time
        self.level = level
        self.message = message
        self.requestID = requestID
        self.realm = realm
        self.data = data
    }

    /// The message's letters and digits in lower case, joined by hyphens: messages are constant, so this is a code.
    package var event: String {
        var code = ""
        for scalar in message.unicodeScalars.prefix(Self.longestValue) {
            switch scalar {
            case "a"..."z", "0"..."9": code.unicodeScalars.append(scalar)
            case "A"..."Z": code.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
            case "'": continue
            default: if !code.isEmpty, !code.hasSuffix("-") { code += "-" }
            }
        }
        if code.hasSuffix("-") { code.removeLast() }
        return code.isEmpty ? "event" : code
    }

    /// The line without its end.
    package func text(_ format: Format) -> String {
        let known = [("request_id", requestID), ("realm", realm)].compactMap { name, value in value.map { (name, $0) } }
        var members = data.sorted { $0.key < $1.key }.prefix(Self.mostMembers).map { ($0.key, $0.value) }
        if data.count > Self.mostMembers { members.append(("left_out", String(data.count - Self.mostMembers))) }
        switch format {
        case .json:
            let head = [("time", time.description), ("level", level.rawValue), ("event", event)] + known + [("message", message)]
            let rest = members.isEmpty ? "" : ",\"data\":{\(Self.joined(members, ":", ","))}"
            return "{\(Self.joined(head, ":", ","))\(rest)}"
        case .text:
            let head = "\(time) \(level.rawValue) \(event)"
            let all = known + members
            return all.isEmpty ? head : head + " " + all.map { "\(Self.name($0))=\(Self.quoted($1))" }.joined(separator: " ")
        }
    }

    private static func joined(_ members: [(String, String)], _ between: String, _ after: String) -> String {
        members.map { quoted($0) + between + quoted($1) }.joined(separator: after)
    }

    /// A name that stands without quotation marks: what is no letter, digit, `_` or `-` becomes `_`.
    private static func name(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") ? $0 : "_" })
    }

    /// The text as a JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == longestValue {
                result += "…"
                break
            }
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where isPlain(scalar): result.unicodeScalars.append(scalar)
            default: for unit in String(scalar).utf16 { result += escape(unit) }
            }
        }
        return result + "\""
    }

    /// Whether a reader of the log sees the scalar itself, and nothing else happens.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
