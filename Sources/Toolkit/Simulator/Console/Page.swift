/// What all pages of the console share.
enum Page {
    static func document(title: String, _ content: HTMLText) -> HTMLText {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>\(title)</title><link rel="stylesheet" href="/style.css"></head>
        <body><h1>\(title)</h1>
        \(content)
        </body></html>

        """
    }

    static func verdict(_ verdict: LedgerEntry.Verdict) -> HTMLText {
        let sign =
            switch verdict {
            case .passed: "✓"
            case .failed: "✗"
            case .findings: "!"
            case .notJudged: "·"
            }
        return "<span class=\"\(String(describing: verdict))\">\(sign) \(verdict.rawValue)</span>"
    }
}
