import Logging

/// Hands what the library underneath logs to the listener's own log, warnings and worse only.
struct EventLogHandler: LogHandler {
    var metadataProvider: Logger.MetadataProvider?
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .warning
    let log: ServerLog

    init(log: @escaping ServerLog) {
        self.log = log
    }

    func log(event: LogEvent) {
        log(ServerEvent(.warning, detail: "\(event.message)"))
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
