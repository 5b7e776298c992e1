import Documents
import Reporting

/// A report file that somebody asks for, in the words of the request.
package struct FileOrder: Sendable, Hashable {
    /// The formats that can be delivered.
    package static let formats = ReportFormat.allCases.filter(\.isAvailable).map(\.rawValue)

    package let period: String
    /// A template's id or short name.
    package let template: String
    /// Nil when the client has only one licence with that template.
    package let licence: String?
    package let format: String

    package init(period: String, template: String, licence: String?, format: String) {
        self.period = period
        self.template = template
        self.licence = licence
        self.format = format
    }

    /// Canonical members of the request's `parameters`.
    var parameters: Node {
        .object([("period", .string(period)), ("template", .string(template))] + (licence.map { [("licence", .string($0))] } ?? []))
    }

    /// What a stored request asks for; nil when the row was not written by this module.
    init?(parameters bytes: [UInt8], format: String) {
        guard let node = try? JSONReader.read(bytes), let period = node["period"]?.string, let template = node["template"]?.string else {
            return nil
        }
        self.init(period: period, template: template, licence: node["licence"]?.string, format: format)
    }
}
