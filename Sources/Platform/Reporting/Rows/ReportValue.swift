/// A cell of a report.
package enum ReportValue: Sendable, Hashable {
    /// Nothing applies: an empty CSV field, no XML element.
    case absent
    case text(String)
    case count(Int64)
    /// Hundredths: of the currency's unit or of a per cent.
    case hundredths(Int64)
    /// Units of the last of so many decimals, 1 to 18.
    case decimal(Int64, places: Int)

    /// As written in CSV and XML: `.` before decimals, no separators of thousands.
    package var written: String {
        switch self {
        case .absent: return ""
        case .text(let text): return text
        case .count(let number): return String(number)
        case .hundredths(let number): return Self.written(number, places: 2)
        case .decimal(let number, let places): return Self.written(number, places: places)
        }
    }

    private static func written(_ number: Int64, places: Int) -> String {
        var scale: UInt64 = 1
        for _ in 0..<places { scale *= 10 }
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: scale)
        let digits = String(rest)
        return "\(number < 0 ? "-" : "")\(whole)." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }
}
