/// What is measured under one name: every series of the family has the same kind and label names.
package struct MetricFamily: Sendable, Hashable {
    /// How the series of a family behave.
    package enum Kind: Sendable, Hashable {
        /// Only rises, restarts at 0 with the process; its name ends in `_total`.
        case counter
        /// Any value.
        case gauge
        /// Counts observations up to each bound, inclusive, and their sum. Bounds rise; +Inf is added.
        case histogram(bounds: [Double])
    }

    /// In base units with the unit as suffix: `api_response_time_seconds`.
    package let name: String
    /// One sentence for people.
    package let help: String
    package let kind: Kind
    /// In the order in which they are written; few values each, never an identifier of a person or request.
    package let labels: [String]

    package init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}

/// One series of a family at one moment.
package struct MetricSample: Sendable, Hashable {
    /// What a series holds.
    package enum Value: Sendable, Hashable {
        case number(Double)
        /// Observations at or below each bound of the family, not cumulated, and above the last; and their sum.
        case distribution(counts: [Int], sum: Double)
    }

    /// In the order of the family's labels.
    package let labels: [String]
    package let value: Value

    package init(_ labels: [String] = [], _ value: Value) {
        self.labels = labels
        self.value = value
    }

    /// A number.
    package init(_ labels: [String] = [], _ number: Double) {
        self.init(labels, .number(number))
    }
}
