/// When payments of a player look as if they were made small to stay below a threshold (`RULE_STRUCTURING`).
package struct StructuringRule: Sendable, Hashable {
    /// From this amount on a payment is looked at by itself, in minor units of the currency.
    package let threshold: Int64
    /// ISO 4217; payments in others are converted by the rate of their day.
    package let currency: String
    /// From this share of the threshold on a payment counts as just under it, in per cent, 1 to 99.
    package let fromPercent: Int
    /// How many such payments are too many, 2 or more.
    package let payments: Int
    /// Within how long, in hours.
    package let windowHours: Int

    /// Takes the values as they are.
    package init(threshold: Int64, currency: String, fromPercent: Int, payments: Int, windowHours: Int) {
        self.threshold = threshold
        self.currency = currency
        self.fromPercent = fromPercent
        self.payments = payments
        self.windowHours = windowHours
    }

    var windowInMilliseconds: Int64 { Int64(windowHours) * 3_600_000 }
}
