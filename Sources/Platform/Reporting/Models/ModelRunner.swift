import Foundation
package import GRDB

/// Runs the SQL models of a dbt project on SQLite, in the process that asks for a report.
///
/// A model is a file `NAME.sql` anywhere under the models' folder. `ref` becomes the other model's text in parentheses (what
/// dbt calls ephemeral), `source` the table's name, `var` a value. dbt at scale renders the same files against PostgreSQL, so
/// they keep to the SQL that both share.
package struct ModelRunner: Sendable {
    private let models: [String: ModelSource]

    /// Reads all models below a folder.
    /// - Throws: `ReportingError` `invalid-model`, also when two models have one name or the folder has none.
    package init(modelsDirectory: String) throws(ReportingError) {
        var models: [String: ModelSource] = [:]
        let files = (FileManager.default.enumerator(atPath: modelsDirectory)?.compactMap { $0 as? String } ?? []).sorted()
        for file in files where file.hasSuffix(".sql") {
            let path = modelsDirectory + "/" + file
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            guard let bytes = FileManager.default.contents(atPath: path), let text = String(validating: bytes, as: UTF8.self) else {
                throw .model(name, "\(path) cannot be read as UTF-8")
            }
            guard models[name] == nil else { throw .model(name, "there is a second file of this name, \(path)") }
            models[name] = try ModelSource(name: name, text: text)
        }
        guard !models.isEmpty else { throw .model("*", "no model in \(modelsDirectory)") }
        self.models = models
    }

    /// The SQL of a model with everything filled in.
    /// - Parameter variables: values of letters, digits and `-_.:/` only; the model puts text in quotes itself.
    /// - Throws: `ReportingError` `invalid-model`.
    package func sql(of model: String, variables: [String: String]) throws(ReportingError) -> String {
        for (name, value) in variables where !Self.isPlain(value) {
            throw .model(model, "the value of \(name) has characters that SQL text must not have")
        }
        return try render(model, variables, inside: [])
    }

    /// The rows of a model.
    package func rows(of model: String, variables: [String: String], in database: Database) throws -> [Row] {
        try Row.fetchAll(database, sql: sql(of: model, variables: variables))
    }

    private func render(_ name: String, _ variables: [String: String], inside: [String]) throws(ReportingError) -> String {
        guard let model = models[name] else { throw .model(name, "there is no such model") }
        guard !inside.contains(name) else { throw .model(name, "refers to itself by \((inside + [name]).joined(separator: " → "))") }
        var text = ""
        for part in model.parts {
            switch part {
            case .sql(let sql): text += sql
            case .table(let table): text += table
            case .reference(let other): text += "(\n" + (try render(other, variables, inside: inside + [name])) + "\n)"
            case .variable(let variable):
                guard let value = variables[variable] else { throw .model(name, "no value for the variable \(variable)") }
                text += value
            }
        }
        return text
    }

    private static func isPlain(_ value: String) -> Bool {
        value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"): true
            default: false
            }
        } && !value.contains("--")
    }
}
