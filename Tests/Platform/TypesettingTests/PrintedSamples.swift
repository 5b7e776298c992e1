import Documents

@testable import Typesetting

enum PrintedSamples {
    /// A report of games with English and Hebrew names.
    static func games(rows: Int, columns: Int = 6, language: PrintedLanguage = .english) throws -> PrintedReport {
        let names = ["Sevens", "רולטה", "Šľachta & Söhne", "אבן, נייר ומספריים (Rock)", "Ρουλέτα"]
        let extra = max(0, columns - 3)
        return PrintedReport(
            title: "Daily gaming activity", author: "Northwind Gaming Ltd", subject: "T16 X-GAR-D · 000123-R-456789-001 · 2026-10-15",
            software: "assay-reporting/1, template X-GAR-D version 1", identifier: "urn:uuid:00000000-0000-8000-8000-000000000001",
            createdAt: try Timestamp(parsing: "2026-10-16T00:00:00Z"), language: language,
            fields: [.init("operator", "Northwind Gaming Ltd"), .init("period", "2026-10-15"), .init("licence", "UKGC-000123")],
            totals: [.init("stake cash", "1234.50 GBP")],
            columns: [
                .init(heading: "gaming day", isNumeric: false, isKey: true), .init(heading: "game", isNumeric: false, isKey: true),
                .init(heading: "rounds", isNumeric: true, isKey: false),
            ] + (0..<extra).map { .init(heading: "amount of kind \($0)", isNumeric: true, isKey: false) },
            rows: (0..<rows).map { row in
                ["2026-10-15", names[row % names.count] + " \(row)", String(row * 37)] + (0..<extra).map { "\(row * 1000 + $0).50" }
            }, twin: .init(name: "x-gar-d_UKGC-000123_2026-10-15_r1.csv", sha256: String(repeating: "ab", count: 32)))
    }
}
