package import Documents
package import Logging

/// Writes what a program logs as lines that cannot be forged (`LogLine`). Metadata `request` and `realm` become members of the line, all other
/// metadata its `data`.
package struct LineLogHandler: LogHandler {
    /// Takes one line with its end, whole; called on any thread.
    package typealias Sink = @Sendable (String) -> Void

    package var metadataProvider: Logger.MetadataProvider?
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let format: LogLine.Format
    private let now: @Sendable () -> Timestamp
    private let sink: Sink

    package init(
        _ format: LogLine.Format, level: Logger.Level, now: @escaping @Sendable () -> Timestamp = { Timestamp.wall }, sink: @escaping Sink
    ) {
        self.format = format
        logLevel = level
        self.now = now
        self.sink = sink
    }

    /// Writes one line.
    package func log(event: LogEvent) {
        var data = (metadataProvider?.get() ?? [:]).merging(metadata) { $1 }.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        if let error = event.error { data["reason"] = "\(error)" }
        let (request, realm) = (data.removeValue(forKey: "request"), data.removeValue(forKey: "realm"))
        let line = LogLine(time: now(), level: event.level, message: "\(event.message)", requestID: request, realm: realm, data: data)
        sink(line.text(format) + "\n")
    }

    /// One value of what every line carries.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
