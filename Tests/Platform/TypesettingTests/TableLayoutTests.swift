import Testing

@testable import Typesetting

/// Six points for each character, ten for each line.
private struct Ruler: TextMeasure {
    func size(_ text: String, _ style: TextStyle, width: Double?) -> (width: Double, height: Double) {
        let natural = Double(text.count) * 6
        guard let width, width > 0, natural > width else { return (natural, 10) }
        return (width, (natural / width).rounded(.up) * 10)
    }
}

/// As in most fonts, letters are not equally wide.
private struct ProportionalRuler: TextMeasure {
    func size(_ text: String, _ style: TextStyle, width: Double?) -> (width: Double, height: Double) {
        let natural = text.reduce(0.0) { $0 + ($1 == "i" ? 2 : 12) }
        guard let width, width > 0, natural > width else { return (natural, 10) }
        return (width, (natural / width).rounded(.up) * 10)
    }
}

@Suite struct TableLayoutTests {
    private func layout(_ report: PrintedReport) -> TableLayout {
        TableLayout(report, measure: Ruler(), firstTop: 200, nextTop: 50)
    }

    @Test(arguments: [0, 1, 7, 30, 31, 400])
    func `each row stands on one page, in order`(rows: Int) throws {
        let layout = layout(try PrintedSamples.games(rows: rows))
        #expect(layout.bands.count == 1)
        #expect(layout.pages.flatMap { Array($0.rows) } == Array(0..<rows))
        #expect(layout.pages.count >= 1)
        for (number, page) in layout.pages.enumerated() {
            let top = (number == 0 ? 200 : 50) + layout.headingHeights[page.band]
            #expect(top + page.rows.reduce(0) { $0 + layout.rowHeights[$1] } <= PageGeometry.bottom)
        }
    }

    @Test func `a table too wide for a page is printed in bands that repeat the key columns`() throws {
        let report = try PrintedSamples.games(rows: 40, columns: 30)
        let layout = layout(report)
        #expect(layout.bands.count > 1)
        for band in layout.bands {
            #expect(band.columns.reduce(0) { $0 + layout.widths[$1] } <= PageGeometry.textWidth)
            #expect(Array(band.columns.prefix(2)) == [0, 1])
        }
        #expect(layout.bands.flatMap { band in Array(band.shown) } == Array(1...30))
        for band in layout.bands.indices {
            #expect(layout.pages.filter { $0.band == band }.flatMap { Array($0.rows) } == Array(0..<40))
        }
    }

    @Test func `a long text makes its row higher, not its column wider than a limit`() throws {
        var report = try PrintedSamples.games(rows: 3)
        report.rows[1][1] = String(repeating: "long ", count: 60)
        let layout = layout(report)
        #expect(layout.widths[1] == PageGeometry.widestCell)
        #expect(layout.rowHeights[1] > 2 * layout.rowHeights[0])
    }

    @Test func `few wide letters need more room than many narrow ones`() throws {
        var report = try PrintedSamples.games(rows: 3)
        for row in report.rows.indices { report.rows[row][1] = String(repeating: "i", count: 30) }
        report.rows[1][1] = String(repeating: "W", count: 29)
        let layout = TableLayout(report, measure: ProportionalRuler(), firstTop: 200, nextTop: 50)
        #expect(layout.widths[1] == PageGeometry.widestCell)
        #expect(layout.rowHeights[1] > 2 * layout.rowHeights[0])
    }

    @Test(arguments: [" ", ""])
    func `a text longer than a page goes on on the next, whole`(gap: String) throws {
        var report = try PrintedSamples.games(rows: 3)
        let long = (0..<1200).map { "w\($0)" }.joined(separator: gap)
        report.rows[1][1] = long
        let layout = layout(report)
        #expect(layout.rows.count > 4)
        #expect(layout.rows.dropFirst().dropLast().map { $0[1] }.joined() == long)
        #expect(layout.rows.map { $0[2] }.filter { !$0.isEmpty } == report.rows.map { $0[2] })
        for page in layout.pages {
            let height = page.rows.reduce(0) { $0 + layout.rowHeights[$1] }
            #expect(50 + layout.headingHeights[0] + height <= PageGeometry.bottom)
        }
        #expect(layout.pages.flatMap { Array($0.rows) } == Array(layout.rows.indices))
    }
}
