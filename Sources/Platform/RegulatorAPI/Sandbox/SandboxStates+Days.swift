import Documents
import Reporting
import Requests
import ServerKit

extension SandboxStates {
    /// Nearer to its end a day counts as over: whoever asks for one wants to see it open.
    private static let margin: Duration = .seconds(120)
    /// Before the end, where `seconds_to_last_minute` leads.
    private static let lastMinute: Duration = .seconds(60)

    /// The gaming day of a licence that ends next and whose report is not made yet. Nothing is changed: the day is what the data and the
    /// sandbox's clock say.
    ///
    /// Answers `open_day`, the template, and how far the clock has to be moved to one minute before the day's end and to the end itself.
    func openDay(_ params: inout ObjectReader) async throws -> Node {
        let licence = try params.text("licence", limit: 64)
        let template = try params.optionalText("template", limit: 40) ?? "T16"
        try params.finish()
        let now = services.now()
        let next: DueReport?
        do {
            next = try await services.shelf.service.nextDaily(template, of: licence, after: now.advanced(by: Self.margin))
        } catch let error as ReportingError {
            throw Problem.stateNotReached(error.description)
        }
        guard let next else { throw Problem.stateNotReached("the data of \(licence) end before the sandbox's time") }
        let left = next.opensAt - now
        return .object([
            ("open_day", .string(next.period.description)), ("licence", .string(licence)), ("template", .string(template)),
            ("ends_at", .string(next.opensAt.description)),
            ("seconds_to_last_minute", .integer(Int((left - Self.lastMinute).components.seconds))),
            ("seconds_to_end", .integer(Int(left.components.seconds) + 1)),
        ])
    }
}
