package import Results

/// Findings as a person reads them: where, the line itself, a caret, what is wrong, what to do.
package enum FindingText {
    /// Whether escape sequences for colour are put in.
    package enum Style: Sendable {
        case plain, coloured
    }

    /// The headline with code and place, then the details. No newline at the end.
    ///
    ///     error contract.unknown-key   Contracts/x.contract.yaml:7:1
    ///         7 | interactoins:
    ///           | ^^^^^^^^^^^^ not a key of a contract
    ///       remedy: did you mean `interactions`?
    package static func text(_ finding: Finding, style: Style = .plain) -> String {
        let paint = Paint(style)
        var headline = "\(paint.severity(finding.severity)) \(paint.bold(finding.code))"
        if let source = finding.source { headline += "   \(source.reference)" }
        if !finding.requirements.isEmpty { headline += "   \(finding.requirements.map(\.description).joined(separator: " "))" }
        return ([headline] + details(finding, style: style)).joined(separator: "\n")
    }

    /// Line with caret, place in the answer, expected and actual, remedy; for reporters that print a headline of their own.
    package static func details(_ finding: Finding, style: Style = .plain) -> [String] {
        let paint = Paint(style)
        var lines: [String] = []
        var isMessageShown = false
        if let source = finding.source, let excerpt = source.excerpt, source.column > 0 {
            lines += caret(source, excerpt, message: clean(finding.message), paint: paint)
            isMessageShown = true
        }
        if !isMessageShown { lines.append("  \(clean(finding.message))") }
        if let place = finding.place { lines.append("  \(place.hasPrefix("in ") ? "" : "at ")\(clean(place))") }
        if let expected = finding.expected, !finding.message.contains(expected) { lines.append("  expected: \(clean(expected))") }
        if let actual = finding.actual, !finding.message.contains(actual) { lines.append("  actual:   \(clean(actual))") }
        lines.append("  \(paint.dim("remedy:")) \(clean(finding.remedy))")
        return lines
    }

    private static func caret(_ source: SourceLocation, _ excerpt: String, message: String, paint: Paint) -> [String] {
        let window = Window(Array(excerpt.unicodeScalars), column: source.column, width: source.width)
        let number = "\(source.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        let gutter = String(repeating: " ", count: max(5, number.count))
        return [
            "\(margin)\(paint.dim("\(number) |")) \(window.text)",
            "\(gutter) \(paint.dim("|")) \(window.indent)\(paint.bold(String(repeating: "^", count: window.width))) \(message)",
        ]
    }

    /// The part of a line around the caret, with control characters made visible and tabs as one blank.
    private struct Window {
        let text: String
        let indent: String
        let width: Int

        init(_ scalars: [Unicode.Scalar], column: Int, width: Int) {
            let limit = 120
            let start = scalars.count <= limit ? 0 : max(0, min(column - 1 - limit / 3, scalars.count - limit))
            let end = min(scalars.count, start + limit)
            let shown = scalars[start..<end].map { $0.value < 32 || $0.value == 127 ? " " : Character($0) }
            text = (start > 0 ? "…" : "") + String(shown) + (end < scalars.count ? "…" : "")
            let before = max(0, min(column - 1, scalars.count) - start)
            indent = String(repeating: " ", count: before + (start > 0 ? 1 : 0))
            self.width = max(1, min(width, end - start - before))
        }
    }

    /// One line without control characters, so that nothing foreign moves the cursor or breaks the layout.
    private static func clean(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069: clean.append(" ")
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }

    private struct Paint {
        private let style: Style

        init(_ style: Style) { self.style = style }

        func bold(_ text: String) -> String { wrap(text, "1") }
        func dim(_ text: String) -> String { wrap(text, "2") }

        func severity(_ severity: Severity) -> String {
            switch severity {
            case .error: wrap("error", "31")
            case .warning: wrap("warning", "33")
            case .note: wrap("note", "36")
            }
        }

        private func wrap(_ text: String, _ code: String) -> String {
            switch style {
            case .plain: text
            case .coloured: "\u{1B}[\(code)m\(text)\u{1B}[0m"
            }
        }
    }
}
