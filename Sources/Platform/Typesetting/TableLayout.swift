/// How a table is spread over pages: widths of columns, bands of columns where it is too wide, rows of each page.
struct TableLayout {
    /// The columns that stand side by side on a page.
    struct Band {
        let columns: [Int]
        /// Those of them that are not repeated from the first band, from 1.
        let shown: ClosedRange<Int>
    }

    /// A page: which rows of which band.
    struct Page {
        let rows: Range<Int>
        let band: Int
    }

    let widths: [Double]
    let rowHeights: [Double]
    let headingHeights: [Double]
    let bands: [Band]
    let pages: [Page]

    /// - Parameters:
    ///   - firstTop: where the table begins on the first page.
    ///   - nextTop: where it begins on the others.
    init(_ report: PrintedReport, measure: some TextMeasure, firstTop: Double, nextTop: Double) {
        let widths = Self.widths(report, measure)
        let bands = Self.bands(report.columns, widths)
        let headingHeights = bands.map { band in
            band.columns.map { column in
                measure.size(report.columns[column].heading, .heading, width: widths[column] - 2 * PageGeometry.cellPadding).height
            }.max() ?? 0
        }
        let line = measure.size("Ág", .cell, width: nil).height
        let rowHeights = report.rows.map { row in Self.height(row, widths, line, measure) + 2 }
        let headingHeight = (headingHeights.max() ?? 0) + 4
        var pages: [Page] = []
        var next = 0
        repeat {
            let top = (next == 0 ? firstTop : nextTop) + headingHeight
            var end = next
            var y = top
            // A row that is higher than a page is cut at its foot rather than never printed.
            while end < rowHeights.count, y + rowHeights[end] <= PageGeometry.bottom || end == next {
                y += rowHeights[end]
                end += 1
            }
            for band in bands.indices { pages.append(Page(rows: next..<end, band: band)) }
            next = end
        } while next < rowHeights.count
        self.widths = widths
        self.rowHeights = rowHeights
        self.headingHeights = headingHeights.map { $0 + 4 }
        self.bands = bands
        self.pages = pages
    }

    /// As wide as the longest word of the heading and the longest cell, within limits.
    private static func widths(_ report: PrintedReport, _ measure: some TextMeasure) -> [Double] {
        var longest = report.columns.map { _ in "" }
        for row in report.rows {
            for (column, text) in row.enumerated() where text.utf8.count > longest[column].utf8.count { longest[column] = text }
        }
        return report.columns.enumerated().map { column, description in
            let words = description.heading.split(separator: " ").map { measure.size(String($0), .heading, width: nil).width }
            let cell = measure.size(longest[column], .cell, width: nil).width * (description.isNumeric ? 1 : 1.1)
            let wanted = max(cell, words.max() ?? 0) + 2 * PageGeometry.cellPadding + 1
            return min(max(wanted, PageGeometry.narrowestCell), PageGeometry.widestCell)
        }
    }

    /// One band when the table is narrow enough; else as few as possible, each beginning with the key columns that fit in a third.
    private static func bands(_ columns: [PrintedReport.Column], _ widths: [Double]) -> [Band] {
        let all = Array(columns.indices)
        guard let last = all.last else { return [Band(columns: [], shown: 0...0)] }
        guard widths.reduce(0, +) > PageGeometry.textWidth else { return [Band(columns: all, shown: 1...(last + 1))] }
        var keys: [Int] = []
        var keyWidth = 0.0
        for column in all where columns[column].isKey && keyWidth + widths[column] <= PageGeometry.textWidth / 3 {
            keys.append(column)
            keyWidth += widths[column]
        }
        var bands: [Band] = []
        var current: [Int] = []
        var width = 0.0
        func close() {
            if let first = current.first, let last = current.last {
                let repeated = bands.isEmpty ? [] : keys.filter { !current.contains($0) }
                bands.append(Band(columns: repeated + current, shown: (first + 1)...(last + 1)))
            }
        }
        for column in all {
            if !current.isEmpty, width + widths[column] > PageGeometry.textWidth {
                close()
                current = []
                width = keyWidth
            }
            current.append(column)
            width += widths[column]
        }
        close()
        return bands
    }

    /// Only a text that is wider than its column is measured: most cells are one line.
    private static func height(_ row: [String], _ widths: [Double], _ line: Double, _ measure: some TextMeasure) -> Double {
        var height = line
        for (column, text) in row.enumerated() where Double(text.utf8.count) * TextStyle.cell.size * 0.35 > widths[column] {
            height = max(height, measure.size(text, .cell, width: widths[column] - 2 * PageGeometry.cellPadding).height)
        }
        return height
    }
}

/// Says how large a text will be.
protocol TextMeasure {
    /// In points; wrapped at `width` unless that is nil.
    func size(_ text: String, _ style: TextStyle, width: Double?) -> (width: Double, height: Double)
}
