/// What an `Accept` field asks for (RFC 9110 §12.5.1).
struct AcceptField: Sendable {
    private struct Range {
        let type: String
        let subtype: String
        /// 0 … 1000: the weight in thousandths.
        let weight: Int
    }

    private let ranges: [Range]

    /// Everything is accepted when the field is absent or empty; what cannot be read in it counts as not there.
    init(_ field: String?) {
        let parsed = (field ?? "").split(separator: ",").compactMap { Self.range(String($0)) }
        ranges = parsed.isEmpty ? [Range(type: "*", subtype: "*", weight: 1000)] : parsed
    }

    /// The best of what is offered, the first of equals; nil when none is accepted.
    func best<Offer>(of offers: [Offer], mediaType: (Offer) -> String) -> Offer? {
        var best: (offer: Offer, weight: Int)?
        for offer in offers {
            let weight = weight(of: mediaType(offer))
            if weight > best?.weight ?? 0 { best = (offer, weight) }
        }
        return best?.offer
    }

    /// The weight of the most exact range that fits (RFC 9110 §12.5.1), 0 when none does.
    private func weight(of mediaType: String) -> Int {
        let parts = Self.halves(mediaType)
        let fitting = ranges.filter { ($0.type == "*" || $0.type == parts.0) && ($0.subtype == "*" || $0.subtype == parts.1) }
        return fitting.max { Self.exactness($0) < Self.exactness($1) }?.weight ?? 0
    }

    private static func exactness(_ range: Range) -> Int { (range.type == "*" ? 0 : 1) + (range.subtype == "*" ? 0 : 1) }

    private static func halves(_ mediaType: String) -> (String, String) {
        let bare = mediaType.split(separator: ";").first.map(String.init) ?? ""
        let halves = bare.split(separator: "/", maxSplits: 1).map { $0.filter { $0 != " " }.lowercased() }
        return halves.count == 2 ? (halves[0], halves[1]) : ("", "")
    }

    private static func range(_ text: String) -> Range? {
        let (type, subtype) = halves(text)
        guard !type.isEmpty, !subtype.isEmpty else { return nil }
        var weight = 1000
        for parameter in text.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " }.lowercased() }
            guard pair.count == 2, pair[0] == "q" else { continue }
            guard let value = Double(pair[1]), (0...1).contains(value) else { return nil }
            weight = Int((value * 1000).rounded())
        }
        return Range(type: type, subtype: subtype, weight: weight)
    }
}
