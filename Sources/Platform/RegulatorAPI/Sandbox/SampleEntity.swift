import Documents

/// An entity that a provider state of the sandbox brings about.
struct SampleEntity: Sendable {
    /// The state's name, `a game`.
    let state: String
    let kind: String
    let value: Node

    /// Whether it belongs to a player.
    var namesPlayer: Bool { value["player_id"] != nil }

    /// Whether an entity that exists is in the state: kinds without states always are.
    func holds(_ existing: Node) -> Bool {
        guard let course = EntityCatalogue.kind(kind)?.course else { return true }
        return existing[course.member] == value[course.member]
    }

    /// The limit that a waiting change asks for.
    static let limit: Node = [
        "player_id": "P-100001", "kind": "DEPOSIT", "window": "WEEK", "amount": ["amount": "100.00", "currency": "EUR"], "change": "SET",
        "set_by": "OPERATOR",
    ]

    static let all = [
        SampleEntity(
            state: "a bonus rule", kind: BonusRule.kind,
            value: [
                "name": "Welcome bonus", "percentage": 100, "max_amount": ["amount": "200.00", "currency": "GBP"], "wagering_multiple": 35,
                "valid_from": "2026-01-01", "valid_to": .null, "active": true,
            ]),
        SampleEntity(
            state: "a game", kind: Game.kind,
            value: [
                "supplier_id": "S-1", "name": "Northern Lights", "vertical": "SLOTS", "mga_type": "TYPE1", "ukgc_category": "SLOTS",
                "rtp_theoretical": "96.10000", "stake_sd": "5.2000", "max_win_multiple": 5000, "state": "LIVE",
            ]),
        SampleEntity(
            state: "a withdrawn game", kind: Game.kind,
            value: [
                "supplier_id": "S-1", "name": "Northern Lights", "vertical": "SLOTS", "mga_type": "TYPE1", "ukgc_category": "SLOTS",
                "rtp_theoretical": "96.10000", "stake_sd": "5.2000", "max_win_multiple": 5000, "state": "WITHDRAWN",
            ]),
        SampleEntity(
            state: "a payment", kind: Payment.kind,
            value: [
                "player_id": "P-100001", "kind": "WITHDRAWAL", "method": "BANK_TRANSFER", "psp_id": "PSP-1",
                "amount": ["amount": "50.00", "currency": "EUR"], "status": "PENDING", "requested_at": "2026-10-15T12:00:00.000Z",
            ]),
        SampleEntity(
            state: "a kyc status", kind: KYCStatus.kind,
            value: [
                "player_id": "P-100001", "level": "STANDARD", "outcome": "PASS", "trigger": "REGISTRATION", "doc_sha256": .null,
                "funds_locked": false,
            ]),
        SampleEntity(
            state: "a flag", kind: Flag.kind,
            value: ["description": "Welcome bonus on the front page", "enabled": true, "scope": "PLATFORM"]),
    ]
}
