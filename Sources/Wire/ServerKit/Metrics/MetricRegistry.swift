import Synchronization

/// The counters and histograms of a process, fed from any thread.
package final class MetricRegistry: Sendable {
    /// More series than this per family are not kept: a label that takes any text would fill the memory. The overflow is counted.
    package static let maximumSeries = 1000

    private struct State {
        var series: [MetricFamily: [[String]: MetricSample.Value]] = [:]
        var dropped = 0
    }

    private let families: [MetricFamily]
    private let state = Mutex(State())

    /// - Parameter families: in the order in which they are shown; names are unique.
    package init(_ families: [MetricFamily]) {
        precondition(Set(families.map(\.name)).count == families.count, "a metric is declared twice")
        self.families = families
    }

    /// Adds to a counter. The label values are in the order of the family's labels.
    package func add(_ amount: Double = 1, to family: MetricFamily, _ labels: [String] = []) {
        change(family, labels, from: .number(0)) { value in
            if case .number(let number) = value { .number(number + max(0, amount)) } else { value }
        }
    }

    /// Adds an observation to a histogram.
    package func observe(_ value: Double, in family: MetricFamily, _ labels: [String] = []) {
        guard case .histogram(let bounds) = family.kind else { return }
        let empty = MetricSample.Value.distribution(counts: [Int](repeating: 0, count: bounds.count + 1), sum: 0)
        let slot = bounds.firstIndex { value <= $0 } ?? bounds.count
        change(family, labels, from: empty) { current in
            guard case .distribution(var counts, let sum) = current else { return current }
            counts[slot] += 1
            return .distribution(counts: counts, sum: sum + value)
        }
    }

    /// Every family with its series, sorted by labels; families without a series too.
    package var snapshot: [(family: MetricFamily, samples: [MetricSample])] {
        let series = state.withLock { $0.series }
        return families.map { family in
            let samples = (series[family] ?? [:]).map { MetricSample($0.key, $0.value) }
            return (family, samples.sorted { $0.labels.lexicographicallyPrecedes($1.labels) })
        }
    }

    /// Observations that were not kept for `maximumSeries`.
    package var dropped: Int { state.withLock { $0.dropped } }

    private func change(
        _ family: MetricFamily, _ labels: [String], from start: MetricSample.Value,
        _ step: (MetricSample.Value) -> MetricSample.Value
    ) {
        precondition(labels.count == family.labels.count, "\(family.name) has \(family.labels.count) labels")
        state.withLock { state in
            let known = state.series[family]?[labels]
            guard known != nil || state.series[family, default: [:]].count < Self.maximumSeries else {
                state.dropped += 1
                return
            }
            state.series[family, default: [:]][labels] = step(known ?? start)
        }
    }
}
