import Documents

/// `date-time`, `date` and `time` of RFC 3339 §5.6; leap seconds only at 23:59:60 UTC.
enum DateTimeFormat {
    static func isDateTime(_ text: String) -> Bool { (try? Timestamp(parsing: text)) != nil }
    static func isDate(_ text: String) -> Bool { text.utf8.count == 10 && isDateTime(text + "T00:00:00Z") }
    static func isTime(_ text: String) -> Bool { isDateTime("2000-06-15T" + text) }
}
