/// Writes metrics as Prometheus reads them: text format 0.0.4, or OpenMetrics 1.0 where the reader takes it.
package struct MetricText: Sendable {
    /// The two forms.
    package enum Form: Sendable {
        case prometheus, openMetrics

        /// The form that an `Accept` field asks for.
        package init(accept: String?) {
            self = accept?.contains("application/openmetrics-text") == true ? .openMetrics : .prometheus
        }

        /// The value of `Content-Type`.
        package var mediaType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    private let form: Form
    /// What has been written.
    package private(set) var text = ""

    /// Writes all families in order.
    package init(_ families: [(family: MetricFamily, samples: [MetricSample])], form: Form) {
        self.form = form
        for (family, samples) in families { write(family, samples) }
        if form == .openMetrics { text += "# EOF\n" }
    }

    private mutating func write(_ family: MetricFamily, _ samples: [MetricSample]) {
        let isCounter = family.kind == .counter
        // OpenMetrics names a counter without the suffix that its samples have.
        let title = form == .openMetrics && isCounter && family.name.hasSuffix("_total") ? String(family.name.dropLast(6)) : family.name
        text += "# HELP \(title) \(Self.escaped(family.help, quotes: false))\n# TYPE \(title) \(Self.word(family.kind))\n"
        for sample in samples {
            let labels = Array(zip(family.labels, sample.labels))
            switch (sample.value, family.kind) {
            case (.number(let number), _): line(family.name, labels, Self.text(number))
            case (.distribution(let counts, let sum), .histogram(let bounds)):
                var cumulated = 0
                for (index, count) in counts.enumerated() {
                    cumulated += count
                    let bound = index < bounds.count ? Self.text(bounds[index]) : "+Inf"
                    line(family.name + "_bucket", labels + [("le", bound)], String(cumulated))
                }
                line(family.name + "_sum", labels, Self.text(sum))
                line(family.name + "_count", labels, String(cumulated))
            case (.distribution, _): break
            }
        }
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
        let set = labels.map { "\($0.0)=\"\(Self.escaped($0.1, quotes: true))\"" }.joined(separator: ",")
        text += set.isEmpty ? "\(name) \(value)\n" : "\(name){\(set)} \(value)\n"
    }

    private static func word(_ kind: MetricFamily.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    /// Floats as both forms write them, `30.0`, so that a rule finds the same bucket whichever form was scraped.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return "\(number)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        if quotes { escaped = escaped.replacing("\"", with: "\\\"") }
        return escaped
    }
}
