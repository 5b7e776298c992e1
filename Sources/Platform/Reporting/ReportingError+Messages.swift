import Documents

extension ReportingError {
    static func notAPeriod(_ text: String) -> ReportingError {
        ReportingError(
            .unknownPeriod,
            "`\(text)` is not a period: expected a day 2026-10-15, week 2026-W42, month 2026-10, quarter 2026-Q4 or half 2026-H2")
    }

    static func noTemplate(_ name: String) -> ReportingError { ReportingError(.unknownTemplate, "no template `\(name)`") }

    static func noLicence(_ id: String) -> ReportingError { ReportingError(.unknownLicence, "no licence `\(id)`") }

    static func cadence(_ template: ReportTemplate, _ period: Period) -> ReportingError {
        ReportingError(
            .cadenceNotOffered,
            "\(template.name) is made per \(template.cadences.map(\.rawValue).joined(separator: ", ")), not per \(period.kind.rawValue)")
    }

    static func regulator(_ template: ReportTemplate, _ regulator: String) -> ReportingError {
        ReportingError(.regulatorNotServed, "\(template.name) is not a report to \(regulator)")
    }

    static func format(_ format: ReportFormat, of run: String) -> ReportingError {
        ReportingError(.formatNotOffered, "run \(run) has no \(format.rawValue) file")
    }

    static func notComplete(_ period: Period, until end: String) -> ReportingError {
        ReportingError(.periodNotComplete, "\(period) ends at \(end)")
    }

    static func model(_ name: String, _ problem: String) -> ReportingError { ReportingError(.invalidModel, "model \(name): \(problem)") }

    static func template(_ file: String, at place: Place, _ problem: String) -> ReportingError {
        ReportingError(.invalidTemplate, place.isKnown ? "\(file):\(place): \(problem)" : "\(file): \(problem)")
    }

    static func rows(_ template: ReportTemplate, _ problem: String) -> ReportingError {
        ReportingError(.unexpectedRows, "model \(template.model): \(problem)")
    }

    static func damaged(_ sha256: String) -> ReportingError {
        ReportingError(.fileDamaged, "the vault does not hold the file \(sha256) as it was written")
    }

    static func vault(_ operation: String, _ path: String, _ reason: String) -> ReportingError {
        ReportingError(.vaultUnavailable, "cannot \(operation) \(path): \(reason)")
    }

    static func contended(_ template: ReportTemplate, _ licence: String, _ period: Period) -> ReportingError {
        ReportingError(.conflict, "\(template.name) of \(licence) for \(period) was changed by others each time it was to be written")
    }
}
