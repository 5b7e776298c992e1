/// A cell of a report.
package enum ReportValue: Sendable, Hashable {
    /// Nothing applies: an empty CSV field, no XML element.
    case absent
    case text(String)
    case count(Int64)
    /// Hundredths: of the currency's unit or of a per cent.
    case hundredths(Int64)

    /// As written in CSV and XML: `.` before decimals, no separators of thousands.
    package var written: String {
        switch self {
        case .absent: return ""
        case .text(let text): return text
        case .count(let number): return String(number)
        case .hundredths(let number):
            let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 100)
            return "\(number < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
        }
    }
}
