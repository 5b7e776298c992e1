internal import Foundation

/// A point in time, to the millisecond, in UTC without leap seconds.
///
/// Holds the years 0000 to 9999, what RFC 3339 can write; arithmetic beyond that stays at the border.
package struct Timestamp: Sendable, Hashable {
    /// Since 1970-01-01T00:00:00Z, negative before it.
    package let milliseconds: Int64

    /// Values outside the years 0000 to 9999 become the nearest border.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.earliest), Self.latest)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, as JWT's NumericDate and RFC 9421's `created` count; kept within the years 0000 to 9999.
    package init(seconds: Int64) {
        let (milliseconds, over) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: over ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    private static let earliest: Int64 = -62_167_219_200_000
    private static let latest: Int64 = 253_402_300_799_999

    /// Seconds since 1970, rounded down.
    package var seconds: Int64 { (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000 }

    /// The time the machine's clock shows: for the edge of the program only; everything inside takes the time as an argument.
    package static var wall: Timestamp { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

    /// Later, or earlier for a negative duration, in whole milliseconds; stays within the years 0000 to 9999.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, over) = milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        return Timestamp(milliseconds: over ? (duration < .zero ? .min : .max) : sum)
    }

    /// How much later the left time is; negative when it is earlier.
    package static func - (later: Timestamp, earlier: Timestamp) -> Duration { .milliseconds(later.milliseconds - earlier.milliseconds) }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Duration {
    /// Rounded towards zero; saturates.
    fileprivate var wholeMilliseconds: Int64 {
        let (thousandfold, over) = components.seconds.multipliedReportingOverflow(by: 1000)
        if over { return components.seconds < 0 ? .min : .max }
        let (sum, over2) = thousandfold.addingReportingOverflow(components.attoseconds / 1_000_000_000_000_000)
        return over2 ? (components.seconds < 0 ? .min : .max) : sum
    }
}
