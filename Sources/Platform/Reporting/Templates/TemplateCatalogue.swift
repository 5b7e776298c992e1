import Documents
import Foundation

/// The templates of a folder: every report that can be made.
package struct TemplateCatalogue: Sendable, Hashable {
    /// By id.
    package let templates: [ReportTemplate]

    /// Reads every `*.template.yaml` of a folder.
    /// - Throws: `ReportingError` `invalid-template` with file, line and column; also when the folder has none, or two templates
    ///   share an id or name.
    package init(directory: String) throws(ReportingError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var read: [ReportTemplate] = []
        for name in names.filter({ $0.hasSuffix(".template.yaml") }).sorted() {
            guard let bytes = FileManager.default.contents(atPath: directory + "/" + name) else {
                throw .template(name, at: .none, "cannot be read")
            }
            let template = try TemplateReader(file: name).template(Array(bytes))
            let words: Set = [template.id, template.name]
            guard !read.contains(where: { words.contains($0.id) || words.contains($0.name) }) else {
                throw .template(name, at: .none, "another file has a template of this id or name")
            }
            read.append(template)
        }
        guard !read.isEmpty else { throw .template(directory, at: .none, "there is no *.template.yaml") }
        templates = read.sorted { $0.id < $1.id }
    }

    /// The template with an id or name.
    /// - Throws: `ReportingError` `unknown-template`.
    package func named(_ text: String) throws(ReportingError) -> ReportTemplate {
        guard let template = templates.first(where: { $0.id == text || $0.name == text }) else { throw .noTemplate(text) }
        return template
    }
}
