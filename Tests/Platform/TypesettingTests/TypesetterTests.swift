#if PDF
    import Documents
    import Foundation
    import TestSupport
    import Testing

    @testable import Typesetting

    /// Looked at with programs that are not ours: qpdf and poppler.
    @Suite struct TypesetterTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        /// What a command line prints about `report.pdf`.
        private func look(_ report: PrintedReport, _ command: String) async throws -> Shell.Outcome {
            try Data(Typesetter.pdf(of: report)).write(to: folder.url.appending(path: "report.pdf"))
            return try await Shell.run(command, in: folder.url)
        }

        @Test(arguments: [0, 1, 200])
        func `qpdf finds nothing wrong, and the pages are counted on each`(rows: Int) async throws {
            let report = try PrintedSamples.games(rows: rows)
            let checked = try await look(report, "qpdf --check report.pdf && qpdf --show-npages report.pdf")
            #expect(checked.status == 0 && !checked.text.contains("WARNING"), "\(checked.text)")
            let pages = try #require(checked.output.split(separator: "\n").last.flatMap { Int($0) })
            let text = try await Shell.run("pdftotext -layout report.pdf -", in: folder.url).output
            for page in 1...pages { #expect(text.contains("page \(page) of \(pages)")) }
            #expect(text.components(separatedBy: "SHA-256 of x-gar-d").count == pages + 1)
        }

        @Test func `each cell can be read back, in any script`() async throws {
            let report = try PrintedSamples.games(rows: 60, columns: 24)
            let text = try await look(report, "pdftotext -raw report.pdf -").output
            let read = Self.plain(text)
            let missing = Set(report.rows.joined()).flatMap { $0.split(separator: " ") }.map { Self.plain(String($0)) }.filter { word in
                !read.contains(word.filter { !"(),".contains($0) })
            }
            #expect(missing.isEmpty, "\(missing.sorted().prefix(10))")
        }

        /// Without white space, which pdftotext puts between letters that stand far apart, and without its marks of direction.
        private static func plain(_ text: String) -> String {
            let marks: Set<UInt32> = [0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069]
            return String(String.UnicodeScalarView(text.unicodeScalars.filter { !marks.contains($0.value) && !$0.properties.isWhitespace }))
        }

        @Test func `fonts are embedded as subsets with a way back to Unicode`() async throws {
            let fonts = try await look(PrintedSamples.games(rows: 20), "pdffonts report.pdf").output.split(separator: "\n").dropFirst(2)
            #expect(fonts.count >= 2)
            for font in fonts { #expect(font.contains(/yes +yes +yes +\d+ +0/), "\(font)") }
        }

        @Test func `the glyphs of fonts with many characters are listed`() async throws {
            let objects = try await look(PrintedSamples.games(rows: 20), "qpdf --qdf --object-streams=disable report.pdf -").output
            #expect(objects.contains("/CIDSet") && objects.contains("/CIDToGIDMap /Identity"))
        }

        @Test func `its metadata are those of the report, for people and for archives`() async throws {
            let report = try PrintedSamples.games(rows: 2)
            let info = try await look(report, "pdfinfo -isodates report.pdf; pdfinfo -meta report.pdf").output
            for words in [
                "Daily gaming activity", "Northwind Gaming Ltd", "2026-10-16T00:00:00Z", "841.89 x 595.28 pts",
                "<pdfaid:part>2</pdfaid:part>", "<dc:source>sha256:abab",
            ] { #expect(info.contains(words), "\(words) in \(info)") }
            let raw = String(decoding: try Typesetter.pdf(of: report), as: UTF8.self)
            #expect(raw.contains("<pdfaid:conformance>B</pdfaid:conformance>") && raw.contains("/GTS_PDFA1") && raw.contains("/ID ["))
            #expect(!raw.contains("/Encrypt") && !raw.contains("/JavaScript") && !raw.contains("/Group"))
        }

        @Test func `the same report gives the same bytes`() throws {
            let report = try PrintedSamples.games(rows: 150)
            #expect(try Typesetter.pdf(of: report) == Typesetter.pdf(of: report))
        }

        @Test func `a report in Hebrew is set from right to left`() async throws {
            let text = try await look(PrintedSamples.games(rows: 3, language: .hebrew), "pdftotext -layout report.pdf -").output
            let read = Self.plain(text)
            #expect(read.contains("סכומיביקורת") && read.contains("מתוך"))
        }
    }
#endif
