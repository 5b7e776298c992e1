import Foundation
import SourceData
import TestSupport
import Testing

@testable import Reporting

@Suite struct ModelSourceTests {
    @Test func `calls are told from text, with either quote and any spaces`() throws {
        let model = try ModelSource(
            name: "m", text: "select {{ var(\"a_1\") }} from {{ref('other')}} x join {{  source( 'operator' , \"t\" )  }} y -- }")
        #expect(
            model.parts == [
                .sql("select "), .variable("a_1"), .sql(" from "), .reference(model: "other"), .sql(" x join "), .table("t"),
                .sql(" y -- }"),
            ])
    }

    @Test(arguments: [
        "{{ config(materialized='table') }}", "{{ ref('a', 'b') }}", "{{ ref(a) }}", "{{ source('a') }}", "{{ var('a', 1) }}",
        "{{ var('a\") }}", "{{ ref('a b') }}", "{{ ref('a;drop') }}", "{{ var('') }}", "{{ }}", "{{ ref('a') ", "ref('a') }}",
        "{% if true %} {% endif %}", "{# note #}", "{{ ref('a')|upper }}", "{{ this }}", "{{ ref('A') }}",
    ])
    func `other templating is refused`(text: String) {
        #expect(throws: ReportingError(.invalidModel, "")) { try ModelSource(name: "m", text: text) }
    }
}

@Suite struct ModelRunnerTests {
    private func runner(_ files: [String: String]) throws -> (ModelRunner, TemporaryFolder) {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            let url = URL(fileURLWithPath: folder.path + "/" + name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return (try ModelRunner(modelsDirectory: folder.path), folder)
    }

    @Test func `models are found in folders and put into each other`() throws {
        let (runner, _) = try runner([
            "marts/a.sql": "select * from {{ ref('b') }} x where d = '{{ var(\"day\") }}'",
            "staging/b.sql": "select 1 from {{ source('operator', 't') }}", "staging/notes.md": "{{ nothing }}",
        ])
        #expect(
            try runner.sql(of: "a", variables: ["day": "2026-10-15"])
                == "select * from (\nselect 1 from t\n) x where d = '2026-10-15'")
    }

    @Test func `a missing model, a circle and a missing variable are errors`() throws {
        let (runner, _) = try runner([
            "a.sql": "{{ ref('b') }}", "b.sql": "{{ ref('c') }}", "c.sql": "{{ ref('a') }}", "d.sql": "{{ ref('gone') }}",
            "e.sql": "{{ var('day') }}",
        ])
        for model in ["a", "d", "e", "gone"] {
            #expect(throws: ReportingError(.invalidModel, "")) { try runner.sql(of: model, variables: [:]) }
        }
    }

    @Test(arguments: ["x'", "a b", "1;2", "--", "a\n", "é", "(1)"]) func `values that could become SQL are refused`(value: String) throws {
        let (runner, _) = try runner(["a.sql": "'{{ var('x') }}'"])
        #expect(throws: ReportingError(.invalidModel, "")) { try runner.sql(of: "a", variables: ["x": value]) }
    }

    @Test func `an empty folder, a missing one, two models of one name and bytes that are no text are errors`() throws {
        #expect(throws: ReportingError(.invalidModel, "")) { try self.runner([:]) }
        #expect(throws: ReportingError(.invalidModel, "")) { try ModelRunner(modelsDirectory: "/nonexistent") }
        #expect(throws: ReportingError(.invalidModel, "")) { try self.runner(["x/a.sql": "1", "y/a.sql": "2"]) }
        let folder = try TemporaryFolder()
        try Data([0xff, 0xfe]).write(to: URL(fileURLWithPath: folder.path + "/a.sql"))
        #expect(throws: ReportingError(.invalidModel, "")) { try ModelRunner(modelsDirectory: folder.path) }
    }
}

/// The project as dbt will see it.
@Suite struct DbtProjectTests {
    private var files: [String] {
        (FileManager.default.enumerator(atPath: Repository.models)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".sql") }
    }

    @Test func `models use ref, source and var and no other templating`() throws {
        #expect(files.count >= 4)
        for file in files {
            let text = String(decoding: try Repository.bytes("Pipelines/dbt/models/" + file), as: UTF8.self)
            #expect(!text.contains("{%") && !text.contains("{#"), "\(file)")
            for call in text.matches(of: /\{\{(.*?)\}\}/) {
                #expect(
                    call.output.1.wholeMatch(of: #/ (ref\('[a-z_]+'\)|source\('operator', '[a-z_]+'\)|var\("[a-z_]+"\)) /#) != nil,
                    "\(file): \(call.output.0)")
            }
        }
    }

    @Test func `every ref has a file and every source a declaration`() throws {
        let names = Set(files.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent })
        let sources = String(decoding: try Repository.bytes("Pipelines/dbt/models/sources.yml"), as: UTF8.self)
        for file in files {
            let text = String(decoding: try Repository.bytes("Pipelines/dbt/models/" + file), as: UTF8.self)
            for call in text.matches(of: /ref\('([a-z_]+)'\)/) { #expect(names.contains(String(call.output.1))) }
            for call in text.matches(of: /source\('operator', '([a-z_]+)'\)/) {
                #expect(sources.contains("- name: \(call.output.1)\n"), "\(call.output.1)")
            }
        }
    }

    @Test func `models keep to the SQL that SQLite and PostgreSQL share`() throws {
        let foreign = [
            "ifnull(", "json_", "strftime", "printf(", "::", "ilike", "->>", "group_concat", "string_agg", "rowid", "`", "date_trunc",
        ]
        for file in files {
            let text = String(decoding: try Repository.bytes("Pipelines/dbt/models/" + file), as: UTF8.self).lowercased()
            for word in foreign { #expect(!text.contains(word), "\(file): \(word)") }
        }
    }

    @Test func `every template's model is there`() throws {
        let runner = try ModelRunner(modelsDirectory: Repository.models)
        for template in try TemplateCatalogue(directory: Repository.templates).templates {
            let variables = ReportRows.variables(
                of: try Period(parsing: "2026-10-15"), as: .day, Licence.northwind[0], zone: try GamingZone("Europe/London"))
            let sql = try runner.sql(of: template.model, variables: variables)
            #expect(!sql.contains("{{"))
        }
    }
}
