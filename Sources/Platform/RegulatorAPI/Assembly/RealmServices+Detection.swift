import Delivery
import Incidents
import Logging
import SourceData
import Store

/// Looking for incidents in the operator's tables.
extension RealmServices {
    static func detection(
        _ configuration: RealmConfiguration, store: PlatformStore, source: SourceDatabase, desk: IncidentDesk, tables: String = ""
    ) throws -> DetectionDriver {
        let mode = configuration.mode
        return DetectionDriver(
            source: source, store: store, desk: desk, rules: try DetectionRules(directory: configuration.incidentsDirectory),
            tables: tables, isAsleep: { mode.isAsleep($0) })
    }

    /// Looks through what became complete after feeds were taken, and each minute; at once again while something is left.
    func keepDetecting() async {
        while !Task.isCancelled {
            if await detectOrLog() { await feedsTaken.wait(upTo: .seconds(60)) }
        }
    }

    /// One turn; true when nothing is left to do now. What fails is tried again in a minute.
    func detectOrLog() async -> Bool {
        do {
            let turn = try await detection.turn(now: now())
            for receipt in turn.receipts {
                configuration.logger.notice("an incident was found in the data", metadata: ["incident": "\(receipt.incidentID ?? "-")"])
            }
            for span in turn.truncated {
                configuration.logger.warning("a span holds more findings than are told at once", metadata: ["span": "\(span)"])
            }
            for feed in turn.silent {
                configuration.logger.error(
                    "a feed of draws has been silent for too long and is not waited for: draws of others are judged without gaps",
                    metadata: ["licence": "\(feed.licence)", "complete-until": "\(feed.completeUntil)"])
            }
            for failure in turn.failures {
                configuration.logger.error("a detector could not look", metadata: ["reason": "\(failure)"])
            }
            return turn.isComplete
        } catch {
            if !Task.isCancelled { configuration.logger.error("detection failed", metadata: ["reason": "\(error)"]) }
            return true
        }
    }
}
