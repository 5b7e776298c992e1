/// Incidents with their notices, and changes of the month.
struct OperationsRecords {
    private let around: Surroundings
    private static let hour: Int64 = 3_600_000

    init(_ around: Surroundings) {
        self.around = around
    }

    func write(players: Int) throws {
        var generator = around.generator("operations")
        for number in 0..<Surroundings.count(expecting: Calibration.lesserIncidents, &generator) {
            let code = ["AVL-OUT", "PAY-FAIL", "GAM-INTR"][Int(generator.below(3))]
            try incident(code, "P2", number: number, players: players, &generator)
        }
        for number in 0..<Surroundings.count(expecting: Calibration.graveIncidents, &generator) {
            try incident("GAM-RTP", "P1", number: 100 + number, players: players, &generator)
        }
        for _ in 0..<3 {
            let at = around.instant(&generator)
            let id = Surroundings.id(at: at, &generator)
            try around.writer.insert(
                "change_record",
                [
                    id, around.licence.id, at, "bonus-engine", "BONUS_RULE", "{\"wagering_multiple\":9}", "{\"wagering_multiple\":10}",
                    "officer-1", "CHG-" + id.suffix(6), false,
                ])
        }
    }

    private func incident(
        _ code: String, _ severity: String, number: Int, players: Int, _ generator: inout SeededGenerator
    ) throws {
        let started = around.instant(&generator)
        let detected = started + 60_000 * (1 + generator.below(30))
        let aware = detected + 60_000 * (1 + generator.below(30))
        let minutes = 20 + generator.below(220)
        let ended = started + 60_000 * minutes
        let id = "\(around.licence.id)-INC-\(around.days[0].description.prefix(7))-\(number)"
        try around.writer.insert(
            "incident",
            [
                id, around.licence.id, code, severity, started, detected, aware, max(aware, ended), max(aware, ended),
                generator.below(Int64(max(1, players))), 0, false, code == "AVL-OUT" ? minutes : 0, "synthetic incident \(code)",
                "found and mended", "monitoring extended", "CLOSED",
            ])
        let due: Int64 =
            switch around.licence.regulator {
            case "UKGC": aware + 7 * 24 * Self.hour
            case "MGA": aware + 72 * Self.hour
            default: aware + 24 * Self.hour
            }
        for (phase, delay) in [("INITIAL", 3 * Self.hour), ("FINAL", 20 * Self.hour)] {
            let notice = Surroundings.id(at: aware + delay, &generator)
            try around.writer.insert(
                "incident_notice",
                [
                    notice, id, around.licence.regulator, phase, due, aware + delay, "REF-" + notice.suffix(8), nil,
                    Digest.hex(of: "notice\n" + notice),
                ])
        }
    }
}
