/// A way in which the regulator's side misbehaves on purpose. A certificate whose time is over is no such way, because a handshake knows no
/// mailbox: it has an address of its own (`Inbox.expiredAddress`).
package enum Mischief: String, Sendable, CaseIterable {
    /// A delivery is answered 403 and not taken.
    case refuse
    /// An answer, or a request of ours, takes a while.
    case delay
    /// A request of ours that changes nothing is made twice.
    case duplicate
    /// An acknowledgement is held back until the next delivery is there, or a while has passed.
    case reorder
    /// The acknowledgement is lost: what came is kept and answered 504.
    case drop
    /// The acknowledgement carries a signature that does not verify.
    case wrongSignature = "wrong-signature"
    /// What is sent is read at a crawl.
    case slowRead = "slow-read"
    /// A delivery is answered 503.
    case unavailable = "5xx"
    /// A delivery is answered 429 with `Retry-After`.
    case tooMany = "429"

    /// Whether a delivery that meets it counts as not acknowledged and must be repeated.
    package var refusesDelivery: Bool {
        switch self {
        case .refuse, .drop, .unavailable, .tooMany: true
        case .delay, .duplicate, .reorder, .wrongSignature, .slowRead: false
        }
    }
}

/// Which mischief happens how often. Drawn from the seed: the same seed, endpoint and count give the same mischief.
package struct MischiefPlan: Sendable, Hashable {
    /// One kind of mischief with how often it happens.
    package struct Rule: Sendable, Hashable {
        package let mischief: Mischief
        /// From 0, never, to 1, always.
        package let probability: Double
        /// How often it may happen at one endpoint; nil sets no limit.
        package let times: Int?

        package init(_ mischief: Mischief, probability: Double = 1, times: Int? = nil) {
            self.mischief = mischief
            self.probability = min(1, max(0, probability))
            self.times = times
        }
    }

    /// Decides every draw.
    package let seed: UInt64
    /// The first that is drawn happens.
    package let rules: [Rule]

    package init(seed: UInt64, rules: [Rule]) {
        self.seed = seed
        self.rules = rules
    }

    /// Everything goes as it should.
    package static let none = MischiefPlan(seed: 0, rules: [])

    /// What scenarios about faults live with: now and then something is slow, seldom a delivery must be repeated, once at most.
    package static func low(seed: UInt64) -> MischiefPlan {
        MischiefPlan(
            seed: seed,
            rules: [
                Rule(.unavailable, probability: 0.05, times: 1), Rule(.delay, probability: 0.15), Rule(.slowRead, probability: 0.1),
            ])
    }

    /// The mischief for the request of that number, counted from 1, at an endpoint.
    /// - Parameter counts: how often each happened there before.
    package func drawn(at endpoint: String, number: Int, counts: [Mischief: Int]) -> Mischief? {
        rules.first { rule in
            if let times = rule.times, counts[rule.mischief, default: 0] >= times { return false }
            return Self.chance(seed, endpoint, rule.mischief.rawValue, number) < rule.probability
        }?.mischief
    }

    /// The same without what refuses deliveries: for a mailbox whose own script refuses some.
    package var withoutRefusals: MischiefPlan {
        MischiefPlan(seed: seed, rules: rules.filter { !$0.mischief.refusesDelivery })
    }

    /// In words, for the start of a run and for the report; empty without rules.
    package var description: String {
        guard !rules.isEmpty else { return "" }
        let kinds = rules.map { rule in
            "\(rule.mischief.rawValue) \(Int((rule.probability * 100).rounded()))%" + (rule.times.map { " at most \($0)×" } ?? "")
        }
        return "seed \(seed): " + kinds.joined(separator: ", ")
    }

    /// 0 ..< 1, by FNV-1a over everything that decides, finished by the mixer of SplitMix64.
    private static func chance(_ seed: UInt64, _ endpoint: String, _ mischief: String, _ number: Int) -> Double {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(seed)|\(endpoint)|\(mischief)|\(number)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((hash ^ (hash >> 31)) >> 11) / Double(1 << 53)
    }
}
