#if PDF
    import Documents

    /// Draws a printed report page by page.
    struct SheetWriter {
        private let report: PrintedReport
        private let canvas: Canvas
        private typealias Page = PageGeometry

        init(_ report: PrintedReport, on canvas: Canvas) {
            self.report = report
            self.canvas = canvas
        }

        func write() throws(TypesettingError) {
            let firstTop = front(draws: false)
            let layout = TableLayout(report, measure: canvas, firstTop: firstTop, nextTop: Page.margin + Page.runningHead)
            for (number, page) in layout.pages.enumerated() {
                if number == 0 { _ = front(draws: true) } else { runningHead(layout.bands[page.band], bands: layout.bands.count) }
                table(page, layout, top: number == 0 ? firstTop : Page.margin + Page.runningHead)
                foot(number + 1, of: layout.pages.count)
                try canvas.endPage()
            }
        }

        /// The head of the first page; returns where it ends.
        private func front(draws: Bool) -> Double {
            var y = Page.margin
            func line(_ text: String, _ style: TextStyle) {
                if draws { canvas.draw(text, style, x: Page.margin, y: y, width: Page.textWidth, isTrailing: isRightToLeft) }
                y += canvas.size(text, style, width: Page.textWidth).height + 2
            }
            line(report.title, .title)
            line(report.subject, .subtitle)
            y += 4
            y = pairs(report.fields, from: y, draws: draws)
            if !report.totals.isEmpty {
                y += 4
                line(report.language.controlTotals, .heading)
                y = pairs(report.totals, from: y, draws: draws)
            }
            if report.rows.isEmpty {
                y += 6
                line(report.language.noRows, .subtitle)
            }
            return y + 8
        }

        /// Names and values in three columns.
        private func pairs(_ fields: [PrintedReport.Field], from top: Double, draws: Bool) -> Double {
            let columns = 3
            let width = Page.textWidth / Double(columns)
            let nameWidth = width * 0.36
            var y = top
            for start in stride(from: 0, to: fields.count, by: columns) {
                var height = 0.0
                for (position, field) in fields[start..<min(start + columns, fields.count)].enumerated() {
                    let slot = isRightToLeft ? columns - 1 - position : position
                    let x = Page.margin + Double(slot) * width
                    let (nameX, valueX) = isRightToLeft ? (x + width - nameWidth, x) : (x, x + nameWidth)
                    let valueWidth = width - nameWidth - 6
                    if draws {
                        canvas.draw(field.name, .name, x: nameX, y: y, width: nameWidth - 4, grey: 0.4, isTrailing: isRightToLeft)
                        canvas.draw(field.value, .value, x: valueX, y: y, width: valueWidth, isTrailing: isRightToLeft)
                    }
                    height = max(
                        height, canvas.size(field.value, .value, width: valueWidth).height,
                        canvas.size(field.name, .name, width: nameWidth - 4).height)
                }
                y += height + 2
            }
            return y
        }

        private func runningHead(_ band: TableLayout.Band, bands: Int) {
            canvas.draw(report.title + "  ·  " + report.subject, .small, x: Page.margin, y: Page.margin, width: Page.textWidth * 0.7)
            if bands > 1 { columnsShown(band, y: Page.margin) }
        }

        private func columnsShown(_ band: TableLayout.Band, y: Double) {
            canvas.draw(
                report.language.columns(band.shown, of: report.columns.count), .small, x: Page.margin + Page.textWidth * 0.7, y: y,
                width: Page.textWidth * 0.3, isTrailing: true)
        }

        private func table(_ page: TableLayout.Page, _ layout: TableLayout, top: Double) {
            let band = layout.bands[page.band]
            let width = band.columns.reduce(0) { $0 + layout.widths[$1] }
            let left = isRightToLeft ? Page.margin + Page.textWidth - width : Page.margin
            let headingHeight = layout.headingHeights[page.band]
            canvas.fill(x: left, y: top, width: width, height: headingHeight, grey: 0.92)
            row(report.columns.map(\.heading), .heading, band, layout, left: left, y: top + 2)
            var y = top + headingHeight
            for number in page.rows {
                row(layout.rows[number], .cell, band, layout, left: left, y: y + 1)
                y += layout.rowHeights[number]
                canvas.line(fromX: left, toX: left + width, y: y)
            }
        }

        /// The first column stands where reading begins.
        private func row(
            _ texts: [String], _ style: TextStyle, _ band: TableLayout.Band, _ layout: TableLayout, left: Double, y: Double
        ) {
            var x = left
            for column in isRightToLeft ? band.columns.reversed() : band.columns {
                canvas.draw(
                    texts[column], style, x: x + Page.cellPadding, y: y, width: layout.widths[column] - 2 * Page.cellPadding,
                    isTrailing: report.columns[column].isNumeric != isRightToLeft)
                x += layout.widths[column]
            }
        }

        private func foot(_ number: Int, of count: Int) {
            let y = Page.height - Page.margin - 18
            canvas.line(fromX: Page.margin, toX: Page.margin + Page.textWidth, y: y - 3)
            let made = report.language.made(by: report.software, at: report.createdAt.description)
            canvas.draw(made, .small, x: Page.margin, y: y, width: Page.textWidth * 0.7)
            if let twin = report.twin {
                canvas.draw(
                    report.language.twin(twin.name) + " " + twin.sha256, .small, x: Page.margin, y: y + 9, width: Page.textWidth * 0.85)
            }
            canvas.draw(
                report.language.page(number, of: count), .small, x: Page.margin + Page.textWidth * 0.7, y: y,
                width: Page.textWidth * 0.3, isTrailing: true)
        }

        private var isRightToLeft: Bool { report.language.isRightToLeft }
    }
#endif
