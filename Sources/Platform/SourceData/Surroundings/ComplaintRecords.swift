/// Complaints: most are settled at the first stage, a few reach the dispute resolution body.
struct ComplaintRecords {
    private let around: Surroundings
    private static let day: Int64 = 86_400_000
    private static let categories = [
        "PAYMENT_DELAY", "PAYMENT_REFUSED", "BONUS_TERMS", "GAME_FAULT", "ACCOUNT_CLOSURE", "KYC", "RESPONSIBLE_GAMING", "MARKETING",
        "PRIVACY", "OTHER",
    ]

    init(_ around: Surroundings) {
        self.around = around
    }

    func write(_ people: [Surroundings.Person]) throws {
        var generator = around.generator("complaints")
        let count = Surroundings.count(expecting: Double(people.count) * Calibration.complaintShare, atLeast: 2, &generator)
        for (position, person) in Surroundings.some(count, of: people, &generator).enumerated() {
            try complaint(
                of: person, isLogged: position == 0 || generator.happens(Calibration.loggedShare),
                reachesADR: generator.happens(Calibration.disputeShare), &generator)
        }
    }

    private func complaint(
        of person: Surroundings.Person, isLogged: Bool, reachesADR: Bool, _ generator: inout SeededGenerator
    ) throws {
        let received = around.instant(&generator)
        let acknowledged = received + 3_600_000 * (1 + generator.below(120))
        let decided = acknowledged + Self.day * (1 + generator.below(20))
        let isDecided = decided < around.month.upperBound || !isLogged
        let isDispute = isLogged && isDecided && reachesADR
        let isUpheld = generator.happens(0.3)
        let claimed = 1000 * (1 + generator.below(40))
        try around.writer.insert(
            "complaint",
            [
                Surroundings.id(at: received, &generator), around.licence.id, person.id, received,
                ["EMAIL", "CHAT", "PHONE"][Int(generator.below(3))], Self.categories[Int(generator.below(Int64(Self.categories.count)))],
                isDispute ? "ADR" : !isDecided ? "ACKNOWLEDGED" : isUpheld ? "RESOLVED" : "REJECTED", !isLogged, acknowledged, nil,
                isDecided ? min(decided, around.month.upperBound - 1) : nil, isDecided ? (isUpheld ? "UPHELD" : "REJECTED") : nil,
                claimed, isDecided && isUpheld ? claimed : nil, isDispute ? "adr-1" : nil,
                isDispute ? min(decided + Self.day, around.month.upperBound - 1) : nil, nil, nil,
            ])
    }
}
