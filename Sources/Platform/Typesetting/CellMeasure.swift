/// Measures the texts of cells, most of them without setting them: a table may have millions.
struct CellMeasure<Measure: TextMeasure> {
    let measure: Measure
    /// The height of one line.
    let line: Double
    /// By ASCII code, the width of a character on its own; nil for controls.
    private let widths: [Double?]

    /// How much wider a text may be than its characters one by one: room for kerning.
    private static var tolerance: Double { 0.5 }
    /// More than fit into the widest column of a page.
    private static var charactersOfPage: Int { 8192 }

    init(_ measure: Measure) {
        self.measure = measure
        line = measure.size("Ág", .cell, width: nil).height
        widths = (UInt8(0)..<128).map { code in
            (0x20..<0x7F).contains(code) ? measure.size(String(UnicodeScalar(code)), .cell, width: nil).width : nil
        }
    }

    /// The width of a text in one line; for one that is certainly not above a width, any number up to that.
    func width(_ text: String, above known: Double) -> Double {
        if let sum = sum(text) { return sum }
        // No character is wider than its bytes are many, in units of the font's size.
        if Double(text.utf8.count) * TextStyle.cell.size <= known { return known }
        return measure.size(text, .cell, width: nil).width
    }

    /// The height of a text that is wrapped at a width.
    func height(_ text: String, width: Double) -> Double {
        if let sum = sum(text), sum + Self.tolerance <= width { return line }
        return text.isEmpty ? line : measure.size(text, .cell, width: width).height
    }

    /// The longest beginning of a text that is not higher than a height; it ends after a space where there is one.
    func head(_ text: String, width: Double, height limit: Double) -> Substring {
        guard height(text, width: width) > limit else { return text[...] }
        var fits = text.startIndex
        // More characters than a page has room for are not looked at.
        var rest = text.prefix(Self.charactersOfPage).count
        // Bisection: what fits grows, what does not shrinks.
        while rest > 1 {
            let middle = text.index(fits, offsetBy: rest / 2)
            if height(String(text[..<middle]), width: width) <= limit {
                fits = middle
                rest -= rest / 2
            } else {
                rest /= 2
            }
        }
        let head = text[..<fits]
        guard head.endIndex < text.endIndex, let space = head.lastIndex(of: " ") else { return head }
        return head[...space]
    }

    /// What the characters of a text are wide one by one; nil when only setting it tells.
    private func sum(_ text: String) -> Double? {
        var sum = 0.0
        for byte in text.utf8 {
            guard byte < 0x80, let width = widths[Int(byte)] else { return nil }
            sum += width
        }
        return sum
    }
}
