/// A calendar month for which data are generated.
package struct DataMonth: Sendable, Hashable, CustomStringConvertible {
    /// 1971–9999.
    package let year: Int
    /// 1–12.
    package let month: Int

    /// Nil unless the year is 1971–9999 and the month 1–12.
    package init?(year: Int, month: Int) {
        guard (1971...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// Reads exactly `YYYY-MM`.
    package init?(parsing text: String) {
        guard text.utf8.count == 7, let day = GamingDay(parsing: text + "-01") else { return nil }
        let (year, month, _) = day.components
        self.init(year: year, month: month)
    }

    /// From the first to the last.
    package var days: [GamingDay] {
        (1...GamingDay.length(ofMonth: month, year: year)).compactMap { GamingDay(year: year, month: month, day: $0) }
    }

    /// `2026-10`.
    package var description: String { (days.first?.description ?? "").split(separator: "-").prefix(2).joined(separator: "-") }
}
