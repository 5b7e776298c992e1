import ServerKit
import Testing

@testable import ServiceLevels

@Suite struct MetricTextTests {
    private let waits = MetricFamily("wait_seconds", .histogram(bounds: [1, 30]), labels: ["route"], help: "Waits.")
    private let calls = MetricFamily("calls_total", .counter, help: "Calls\nand \\ more.")

    private func registry() -> MetricRegistry {
        let registry = MetricRegistry([waits, calls])
        for seconds in [0.5, 1, 30, 30.5] { registry.observe(seconds, in: waits, [#"/a"b"#]) }
        registry.add(2, to: calls)
        registry.add(-5, to: calls)
        return registry
    }

    @Test func `buckets include their bound and are cumulated`() {
        let text = MetricText(registry().snapshot, form: .prometheus).text
        #expect(
            text == #"""
                # HELP wait_seconds Waits.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{route="/a\"b",le="1.0"} 2
                wait_seconds_bucket{route="/a\"b",le="30.0"} 3
                wait_seconds_bucket{route="/a\"b",le="+Inf"} 4
                wait_seconds_sum{route="/a\"b"} 62.0
                wait_seconds_count{route="/a\"b"} 4
                # HELP calls_total Calls\nand \\ more.
                # TYPE calls_total counter
                calls_total 2.0

                """#)
    }

    @Test func `OpenMetrics names counters without their suffix and ends the text`() {
        let text = MetricText(registry().snapshot, form: .init(accept: "application/openmetrics-text; version=1.0.0")).text
        #expect(text.contains("# TYPE calls counter\ncalls_total 2.0\n"))
        #expect(text.hasSuffix("# EOF\n"))
    }

    @Test func `a label that takes any text does not fill the memory`() {
        let registry = MetricRegistry([waits])
        for number in 0..<1100 { registry.observe(1, in: waits, ["/\(number)"]) }
        #expect(registry.snapshot[0].samples.count == MetricRegistry.maximumSeries)
        #expect(registry.dropped == 100)
    }
}
