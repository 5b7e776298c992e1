/// The language of the words that a printed report has of itself; its content is printed as it is, in any script.
package enum PrintedLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case hebrew = "he"

    var isRightToLeft: Bool { self == .hebrew }

    func page(_ number: Int, of count: Int) -> String {
        switch self {
        case .english: "page \(number) of \(count)"
        case .hebrew: "עמוד \(number) מתוך \(count)"
        }
    }

    func columns(_ range: ClosedRange<Int>, of count: Int) -> String {
        switch self {
        case .english: "columns \(range.lowerBound)–\(range.upperBound) of \(count)"
        case .hebrew: "עמודות \(range.lowerBound)–\(range.upperBound) מתוך \(count)"
        }
    }

    /// A text that keeps its own direction amid another (Unicode UAX #9: left-to-right isolate).
    private static func isolated(_ text: String) -> String { "\u{2066}\(text)\u{2069}" }

    var controlTotals: String {
        switch self {
        case .english: "Control totals"
        case .hebrew: "סכומי ביקורת"
        }
    }

    var noRows: String {
        switch self {
        case .english: "No rows: nothing happened in this period."
        case .hebrew: "אין שורות: לא הייתה פעילות בתקופה זו."
        }
    }

    func made(by software: String, at instant: String) -> String {
        switch self {
        case .english: "\(software), data as of \(instant)"
        case .hebrew: "הנתונים נכונים ליום \(Self.isolated(instant)), \(Self.isolated(software))"
        }
    }

    func twin(_ name: String) -> String {
        switch self {
        case .english: "SHA-256 of \(name):"
        case .hebrew: "גיבוב SHA-256 של \(Self.isolated(name)):"
        }
    }
}
