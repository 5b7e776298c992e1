import Documents

extension Fault {
    static let noticeWithPersonalData = Fault(
        "notice-with-personal-data", "Notices of incidents name the player that they are about",
        .noticeBody { body in
            guard let incident = body["incident"] else { return body }
            let summary = (incident["summary"]?.string ?? "") + " Player P-100001, jane.doe@players.test."
            return body.setting("incident", incident.setting("summary", .string(summary)))
        })
}
