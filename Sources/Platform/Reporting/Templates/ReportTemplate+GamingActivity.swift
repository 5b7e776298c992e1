extension ReportTemplate {
    /// T16 X-GAR-D, daily gaming activity: one row for each gaming day, brand, currency and game, and one for money that
    /// belongs to no game.
    ///
    /// The formulas and what they take for granted are in the model, `Pipelines/dbt/models/marts/x_gar_d.sql`. Weekly and
    /// monthly roll-ups are the rows of their days; the deadline is that of the period's last day.
    package static let gamingActivity = ReportTemplate(
        id: "T16", name: "X-GAR-D", title: "Daily gaming activity", version: 1, regulators: ["UKGC", "MGA", "CGA"],
        cadences: [.day, .week, .month], formats: [.csv, .xml], deadline: Deadline(days: 1, hour: 6), model: "x_gar_d",
        columns: [
            ReportColumn("gaming_day", .day), ReportColumn("brand", .text), ReportColumn("currency", .text),
            ReportColumn("vertical", .text), ReportColumn("supplier", .text), ReportColumn("game_id", .text),
            ReportColumn("rounds", .count, isTotalled: true), ReportColumn("players", .count), ReportColumn("stake_cash", .money),
            ReportColumn("stake_bonus", .money), ReportColumn("refunds", .money), ReportColumn("win_cash", .money),
            ReportColumn("win_bonus", .money), ReportColumn("jackpot_contrib", .money), ReportColumn("jackpot_won", .money),
            ReportColumn("fees", .money), ReportColumn("ggr", .money), ReportColumn("ngr", .money),
            ReportColumn("hold_pct", .percentage), ReportColumn("deposits", .money), ReportColumn("withdrawals", .money),
            ReportColumn("bonus_granted", .money), ReportColumn("bonus_converted", .money),
        ], key: ["gaming_day", "brand", "currency", "vertical", "supplier", "game_id"], rootElement: "gaming_activity_report",
        namespace: "urn:assay:report:x-gar-d:1")
}
