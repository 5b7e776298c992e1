extension Timestamp {
    /// Reads a date-time of RFC 3339 §5.6, e.g. `2026-11-23T11:01:07.1125+01:00`; digits beyond milliseconds are cut off.
    ///
    /// `T` and `Z` may be small. A leap second (`23:59:60` in UTC) is read as the second after it.
    package init(parsing text: String) throws(DocumentError) {
        guard let value = Self.milliseconds(of: Array(text.utf8)) else { throw .timestamp(text) }
        self.init(milliseconds: value)
    }

    private static func milliseconds(of bytes: [UInt8]) -> Int64? {
        var rest = bytes[...]
        func number(_ digits: Int) -> Int? {
            var value = 0
            for _ in 0..<digits {
                guard let byte = rest.popFirst(), byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func mark(_ expected: String) -> Bool { rest.popFirst().map { expected.utf8.contains($0) } ?? false }

        guard let year = number(4), mark("-"), let month = number(2), mark("-"), let day = number(2), mark("Tt"),
            let hour = number(2), mark(":"), let minute = number(2), mark(":"), let second = number(2),
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            for position in 0..<3 {
                fraction = fraction * 10 + (position < digits.count ? Int(digits[digits.startIndex + position] - 0x30) : 0)
            }
            rest.removeFirst(digits.count)
        }
        var offset = 0
        switch rest.popFirst() {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): break
        case let sign? where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
            guard let hours = number(2), mark(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
        default: return nil
        }
        guard rest.isEmpty else { return nil }
        let minutes = date.daysSince1970 * 1440 + hour * 60 + minute - offset
        if second == 60, minutes % 1440 != 1439, minutes % 1440 != -1 { return nil }
        return Int64(minutes * 60 + second) * 1000 + Int64(fraction)
    }

    /// The day and the milliseconds since its start.
    private var civil: (date: CivilDate, millisecond: Int) {
        let day = Int(seconds - ((seconds % 86400) + 86400) % 86400) / 86400
        return (CivilDate(daysSince1970: day), Int(milliseconds) - day * 86_400_000)
    }

    /// RFC 9110 §5.6.7 IMF-fixdate, e.g. `Mon, 23 Nov 2026 10:01:07 GMT`; milliseconds are cut off.
    package var httpDate: String {
        let (date, millisecond) = civil
        let weekday = ((date.daysSince1970 + 4) % 7 + 7) % 7
        let clock = Self.clock(millisecond / 1000)
        return "\(Self.weekdays[weekday]), \(padded(date.day, 2)) \(Self.months[date.month - 1]) \(padded(date.year, 4)) \(clock) GMT"
    }

    /// `hh:mm:ss` of a second of the day.
    private static func clock(_ second: Int) -> String {
        "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with three decimals, e.g. `2026-11-23T10:01:07.112Z`; sorts as text like the times themselves.
    package var description: String {
        let (date, millisecond) = civil
        let day = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        return "\(day)T\(Self.clock(millisecond / 1000)).\(padded(millisecond % 1000, 3))Z"
    }
}

/// `value` in decimal with zeros before it up to `width`; `value` is not negative.
private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
