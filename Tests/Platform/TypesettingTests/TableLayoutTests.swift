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
}
