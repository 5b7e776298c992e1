import Documents
import SourceData

extension RuleFile {
    /// The authority that the file is about.
    func authority() throws(IncidentError) -> Authority {
        try check(
            document, "an authority",
            needed: ["schema_version", "id", "title", "regulators", "zone", "weekend", "holidays", "clocks"])
        var regulators: Set<String> = []
        for node in try entries(document["regulators"], "regulators") { regulators.insert(try text(node, limit: 20)) }
        guard !regulators.isEmpty else {
            throw invalid(document["regulators"], "an authority is told for at least one regulator's licences")
        }
        var clocks: [NoticeClock] = []
        for node in try entries(document["clocks"], "clocks") {
            let clock = try clock(node)
            guard !clocks.contains(where: { $0.id == clock.id }) else { throw invalid(node, "the clock `\(clock.id)` occurs twice") }
            clocks.append(clock)
        }
        return Authority(
            id: try text(document["id"], limit: 20), title: try text(document["title"]), regulators: regulators, calendar: try calendar(),
            clocks: clocks)
    }

    private func calendar() throws(IncidentError) -> WorkingCalendar {
        let zone: GamingZone
        do {
            zone = try GamingZone(text(document["zone"]))
        } catch {
            throw invalid(document["zone"], "expected the name of a time zone, as in Europe/London")
        }
        var weekend: Set<Int> = []
        for node in try entries(document["weekend"], "weekdays") { weekend.insert(try weekday(node)) }
        var holidays: [HolidayRule] = []
        for node in try entries(document["holidays"], "holidays") { holidays.append(try holiday(node)) }
        guard let calendar = WorkingCalendar(zone: zone, weekend: weekend, holidays: holidays) else {
            throw invalid(document["weekend"], "expected a weekend that leaves a day to work on")
        }
        return calendar
    }

    private func holiday(_ node: Node) throws(IncidentError) -> HolidayRule {
        try check(node, "a holiday", needed: ["name"], optional: ["month", "day", "easter", "weekday", "nth", "when_free"])
        let shift: HolidayRule.Shift = if let word = node["when_free"] { try self.word(word, HolidayRule.Shift.self) } else { .none }
        return HolidayRule(try text(node["name"]), try place(node), shift: shift)
    }

    private func place(_ node: Node) throws(IncidentError) -> HolidayRule.Place {
        if node["easter"] != nil {
            try check(node, "a holiday around Easter", needed: ["name", "easter"], optional: ["when_free"])
            return .easter(try number(node["easter"], -70...70))
        }
        if node["weekday"] != nil {
            try check(node, "a holiday on a weekday", needed: ["name", "weekday", "nth", "month"], optional: ["when_free"])
            let nth = try number(node["nth"], -1...4)
            guard nth != 0 else { throw invalid(node["nth"], "expected 1 to 4, or -1 for the last") }
            return .weekday(try weekday(node["weekday"]), nth: nth, month: try number(node["month"], 1...12))
        }
        try check(node, "a holiday on a day of the year", needed: ["name", "month", "day"], optional: ["when_free"])
        let (month, day) = (try number(node["month"], 1...12), try number(node["day"], 1...31))
        guard GamingDay(year: 2024, month: month, day: day) != nil else { throw invalid(node["day"], "the month has no such day") }
        return .fixed(month: month, day: day)
    }

    private func clock(_ node: Node) throws(IncidentError) -> NoticeClock {
        try check(
            node, "a clock", needed: ["id", "title", "clause", "basis", "term_basis"], optional: ["working_days", "hours"])
        let term: NoticeTerm
        switch (node["working_days"], node["hours"]) {
        case (let days?, nil): term = .workingDays(try number(days, 1...366))
        case (nil, let hours?): term = .hours(try number(hours, 1...8784))
        default: throw invalid(node, "a clock has either `working_days` or `hours`")
        }
        return NoticeClock(
            id: try text(node["id"], limit: 40), title: try text(node["title"]), clause: try text(node["clause"]), term: term,
            basis: try word(node["basis"], Basis.self), termBasis: try word(node["term_basis"], Basis.self))
    }

    private func weekday(_ node: Node?) throws(IncidentError) -> Int {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard let position = node?.string.flatMap({ names.firstIndex(of: $0) }) else {
            throw invalid(node, "expected one of \(names.joined(separator: ", "))")
        }
        return position + 1
    }
}
