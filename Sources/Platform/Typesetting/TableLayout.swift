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
    /// The report's rows; one that is higher than a page stands here as several.
    let rows: [[String]]
    let rowHeights: [Double]
    let headingHeights: [Double]
    let bands: [Band]
    let pages: [Page]

    /// - Parameters:
    ///   - firstTop: where the table begins on the first page.
    ///   - nextTop: where it begins on the others.
    init(_ report: PrintedReport, measure: some TextMeasure, firstTop: Double, nextTop: Double) {
        let texts = CellMeasure(measure)
        let widths = Self.widths(report, texts)
        let bands = Self.bands(report.columns, widths)
        let headingHeights = bands.map { band in
            band.columns.map { column in
                measure.size(report.columns[column].heading, .heading, width: widths[column] - 2 * PageGeometry.cellPadding).height
            }.max() ?? 0
        }
        let headingHeight = (headingHeights.max() ?? 0) + 4
        let (rows, rowHeights) = Self.rows(report.rows, widths, texts, limit: PageGeometry.bottom - nextTop - headingHeight)
        var pages: [Page] = []
        var next = 0
        repeat {
            let top = (pages.isEmpty ? firstTop : nextTop) + headingHeight
            var end = next
            var y = top
            // The first page may have no room for the first row; each later one takes a row at least.
            while end < rowHeights.count, y + rowHeights[end] <= PageGeometry.bottom || (end == next && !pages.isEmpty) {
                y += rowHeights[end]
                end += 1
            }
            for band in bands.indices { pages.append(Page(rows: next..<end, band: band)) }
            next = end
        } while next < rowHeights.count
        self.widths = widths
        self.rows = rows
        self.rowHeights = rowHeights
        self.headingHeights = headingHeights.map { $0 + 4 }
        self.bands = bands
        self.pages = pages
    }

    /// As wide as the longest word of the heading and the widest cell, within limits.
    private static func widths(_ report: PrintedReport, _ texts: CellMeasure<some TextMeasure>) -> [Double] {
        var widest = report.columns.map { _ in 0.0 }
        for row in report.rows {
            for (column, text) in row.enumerated() where widest[column] < PageGeometry.widestCell {
                widest[column] = max(widest[column], texts.width(text, above: widest[column]))
            }
        }
        return report.columns.enumerated().map { column, description in
            let words = description.heading.split(separator: " ").map { texts.measure.size(String($0), .heading, width: nil).width }
            let cell = widest[column] * (description.isNumeric ? 1 : 1.1)
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

    /// The rows with their heights, none higher than a limit: a longer text goes on in a row of its own.
    private static func rows(
        _ rows: [[String]], _ widths: [Double], _ texts: CellMeasure<some TextMeasure>, limit: Double
    ) -> (rows: [[String]], heights: [Double]) {
        let inner = widths.map { $0 - 2 * PageGeometry.cellPadding }
        func height(_ row: [String]) -> Double {
            row.enumerated().reduce(texts.line) { max($0, texts.height($1.element, width: inner[$1.offset])) } + 2
        }
        let heights = rows.map(height)
        guard heights.contains(where: { $0 > limit }) else { return (rows, heights) }
        var split: [[String]] = []
        for (row, whole) in zip(rows, heights) {
            var rest = row
            var restHeight = whole
            while restHeight > limit {
                let heads = rest.enumerated().map { texts.head($1, width: inner[$0], height: limit - 2) }
                // Not even one line fits: it is printed as it is.
                guard heads.contains(where: { !$0.isEmpty }) else { break }
                split.append(heads.map(String.init))
                rest = zip(rest, heads).map { String($0[$1.endIndex...].drop { $0 == " " }) }
                restHeight = height(rest)
            }
            if rest.contains(where: { !$0.isEmpty }) || rest == row { split.append(rest) }
        }
        return (split, split.map(height))
    }
}

/// Says how large a text will be.
protocol TextMeasure {
    /// In points; wrapped at `width` unless that is nil.
    func size(_ text: String, _ style: TextStyle, width: Double?) -> (width: Double, height: Double)
}
