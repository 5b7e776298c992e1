import Documents
import Foundation
import Logging
import ServerKit
import Synchronization
import Testing

/// A line of a log is one line, whatever its values hold.
struct LogLineTests {
    private static let time = Timestamp(milliseconds: 1_795_000_000_123)

    /// What somebody who wants to forge a line or fool a reader would send.
    private static let hostile = [
        "a\nlevel=info", "a\r\n{\"level\":\"info\",\"event\":\"answered\"}", "\u{1B}[2K\u{1B}[1A", "\u{1B}]0;title\u{07}", "\u{9B}31m",
        "\u{202E}gnp.exe", "\u{2066}x\u{2069}", "\u{200F}", "a\u{2028}b\u{2029}c", "a\u{85}b", "\u{0}", "\u{7F}", "\u{FEFF}", "\u{E000}",
        "\u{E0041}", "\",\"level\":\"info", "\\", "\\\"", "\u{8}\u{C}\t", "x\" realm=\"sandbox",
    ]

    private func line(_ value: String) -> LogLine {
        LogLine(
            time: Self.time, level: .error, message: value, requestID: value, realm: value, data: ["reason": value, value: "name"])
    }

    /// Scalars that end a line, move the cursor or turn the direction, spelt out here anew.
    private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE000...0xF8FF, 0xE0000...0xE007F:
            true
        default: false
        }
    }

    @Test(arguments: hostile, LogLine.Format.allCases)
    func `no value ends its line, moves a cursor or turns the writing`(value: String, format: LogLine.Format) {
        #expect(!line(value).text(format).unicodeScalars.contains(where: isDangerous))
    }

    @Test(arguments: hostile)
    func `a JSON line tells each value as it was, in its own member`(value: String) throws {
        let node = try JSONReader.read(Array(line(value).text(.json).utf8))
        #expect(node["time"]?.string == Self.time.description)
        #expect(node["level"]?.string == "error")
        for member in ["request_id", "realm", "message"] { #expect(node[member]?.string == value) }
        #expect(node["data"]?["reason"]?.string == value)
        #expect(node["data"]?[value]?.string == "name")
    }

    @Test func `a text line names time, level and event, and quotes every value`() {
        let line = LogLine(
            time: Self.time, level: .warning, message: "a report is not with its receiver", requestID: "r 1", realm: "sandbox",
            data: ["run id": "x\" realm=\"production"])
        #expect(
            line.text(.text)
                == #"\#(Self.time) warning a-report-is-not-with-its-receiver request_id="r 1" realm="sandbox" run_id="x\" realm=\"production""#
        )
    }

    @Test(
        arguments: [
            ("answered", "answered"), ("an access decision could not be kept", "an-access-decision-could-not-be-kept"),
            ("The log's WAL: full!", "the-logs-wal-full"), ("", "event"), ("\n\n", "event"),
        ])
    func `an event's code follows from its sentence`(message: String, code: String) {
        #expect(LogLine(time: Self.time, level: .info, message: message).event == code)
    }

    @Test func `a long value is cut, and of many members the rest is counted`() throws {
        let many = Dictionary(uniqueKeysWithValues: (0..<40).map { ("m\($0)", String(repeating: "x", count: 5000)) })
        let node = try JSONReader.read(Array(LogLine(time: Self.time, level: .info, message: "x", data: many).text(.json).utf8))
        #expect(node["data"]?["m0"]?.string?.unicodeScalars.count == LogLine.longestValue + 1)
        #expect(node["data"]?["m0"]?.string?.hasSuffix("…") == true)
        #expect(node["data"]?["left_out"]?.string == "8")
    }

    @Test func `the handler puts request and realm into members of the line, each line whole`() throws {
        let box = Lines()
        var logger = Logger(label: "test") { _ in LineLogHandler(.json, level: .info, now: { Self.time }, sink: box.append) }
        logger[metadataKey: "realm"] = "production"
        logger.debug("too small")
        logger.error("it failed", metadata: ["request": "r-1", "reason": "a\nb"])
        let line = try #require(box.all.first)
        #expect(box.all.count == 1)
        #expect(line.hasSuffix("}\n"))
        #expect(line.filter(\.isNewline).count == 1)
        let node = try JSONReader.read(Array(line.utf8))
        #expect(node["event"]?.string == "it-failed")
        #expect(node["request_id"]?.string == "r-1")
        #expect(node["realm"]?.string == "production")
        #expect(node["data"]?["reason"]?.string == "a\nb")
        #expect(node["data"]?["request"] == nil)
    }
}

/// Collects lines from any thread.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func append(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}
