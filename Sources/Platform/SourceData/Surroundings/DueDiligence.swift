import GRDB

/// Checks at registration and at the threshold, the state of due diligence they lead to, alerts and reports of suspicion.
struct DueDiligence {
    private let around: Surroundings

    init(_ around: Surroundings) {
        self.around = around
    }

    func write(_ people: [Surroundings.Person]) throws {
        var checks = around.generator("kyc")
        var alerts = around.generator("aml")
        for person in people {
            try registrationChecks(of: person, &checks)
            if let crossing = Crossing(of: person.transfers) { try thresholdChecks(of: person, crossing, &checks) }
        }
        try suspicions(about: people.filter { $0.lastAt != nil }, &alerts)
    }

    /// When a player's deposits and withdrawals first reached the threshold, their sum then, and the next withdrawal paid after.
    private struct Crossing {
        let at: Int64
        let sum: Int64
        let nextPaidAt: Int64?

        /// Nil when they never did.
        init?(of transfers: [PlayerState.Transfer]) {
            var sum: Int64 = 0
            for transfer in transfers {
                sum += transfer.amount
                guard sum >= Calibration.diligenceThreshold else { continue }
                at = transfer.at
                self.sum = sum
                nextPaidAt = transfers.first { !$0.isDeposit && $0.at > transfer.at }?.at
                return
            }
            return nil
        }
    }

    private func registrationChecks(of person: Surroundings.Person, _ generator: inout SeededGenerator) throws {
        let at = person.registeredAt
        for (position, kind) in ["AGE", "ID_DOC", "ADDRESS", "SANCTIONS"].enumerated() {
            let requested = at + Int64(position) * 1000
            try check(kind, "REGISTRATION", of: person, requestedAt: requested, after: 30_000 + generator.below(600_000), &generator)
        }
        try around.writer.insert("cdd_state", [person.id, at, around.licence.id, "BASIC", 0, nil, false])
    }

    /// The account's funds are locked from the threshold until the checks are complete, and nothing is paid meanwhile.
    private func thresholdChecks(
        of person: Surroundings.Person, _ crossing: Crossing, _ generator: inout SeededGenerator
    ) throws {
        let wanted = 60_000 + generator.below(540_000)
        let available = crossing.nextPaidAt.map { max(2, $0 - crossing.at - 1) } ?? wanted
        let duration = min(wanted, available, max(2, around.month.upperBound - 1 - crossing.at))
        for kind in ["PEP", "SOF"] {
            try check(kind, "THRESHOLD", of: person, requestedAt: crossing.at + 1, after: duration - 1, &generator)
        }
        for (since, level, locked) in [(crossing.at + 1, "BASIC", true), (crossing.at + duration, "STANDARD", false)] {
            try around.writer.insert(
                "cdd_state", [person.id, since, around.licence.id, level, crossing.sum, crossing.at, locked])
        }
    }

    private func check(
        _ kind: String, _ trigger: String, of person: Surroundings.Person, requestedAt: Int64, after delay: Int64,
        _ generator: inout SeededGenerator
    ) throws {
        let id = Surroundings.id(at: requestedAt, &generator)
        let hasDocument = kind == "ID_DOC" || kind == "ADDRESS" || kind == "SOF"
        try around.writer.insert(
            "kyc_check",
            [
                id, around.licence.id, person.id, kind, trigger, "kyc-provider-1", requestedAt, requestedAt + delay, "PASS",
                kind == "ID_DOC" ? around.days[0].advanced(by: 365 + Int(generator.below(1500))).description : nil,
                hasDocument ? "[\"\(Digest.hex(of: "document\n" + id))\"]" : "[]",
            ])
    }

    private func suspicions(about people: [Surroundings.Person], _ generator: inout SeededGenerator) throws {
        let expected = Double(people.count) * Calibration.alertShare
        let count = Surroundings.count(expecting: expected, atLeast: 1, &generator)
        let reported = Surroundings.count(expecting: Double(count) * Calibration.reportedAlertShare, &generator)
        for (position, person) in Surroundings.some(count, of: people, &generator).enumerated() {
            let at = around.instant(&generator)
            let isReported = position < reported
            let closedAt = at + 3_600_000 * (1 + generator.below(36))
            let isOpen = closedAt >= around.month.upperBound && !isReported
            let id = Surroundings.id(at: at, &generator)
            try around.writer.insert(
                "aml_alert",
                [
                    id, around.licence.id, person.id, ["RAPID_IN_OUT", "LOW_PLAY", "STRUCTURING"][Int(generator.below(3))], at,
                    at - 7 * 86_400_000, at, person.deposited, around.licence.baseCurrency, isReported ? "HIGH" : "MEDIUM",
                    isReported ? "REPORTED" : isOpen ? "OPEN" : "CLOSED_NO_ACTION", "analyst-1", isOpen || isReported ? nil : closedAt,
                    isOpen ? nil : isReported ? "grounds for suspicion" : "explained by the player's income",
                ])
            if isReported { try report(on: person, alert: id, at: at, &generator) }
        }
    }

    private func report(on person: Surroundings.Person, alert: String, at: Int64, _ generator: inout SeededGenerator) throws {
        let (fiu, code) =
            switch around.licence.regulator {
            case "UKGC": ("NCA", "SAR")
            case "MGA": ("FIAU", "STR")
            default: ("FIU_CW", "UTR_SUBJ")
            }
        let id = Surroundings.id(at: at, &generator)
        try around.writer.insert(
            "aml_report",
            [
                id, around.licence.id, fiu, code, person.id, "[\"\(alert)\"]", at + 1_800_000, at + 3_600_000, at + 7_200_000,
                fiu + "-" + id.suffix(8), "ACCEPTED", "[\"UNUSUAL_PATTERN\"]", Digest.hex(of: "report\n" + id),
            ])
    }
}
