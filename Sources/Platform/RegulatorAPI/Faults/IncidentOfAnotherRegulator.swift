extension Fault {
    static let incidentOfAnotherRegulator = Fault(
        "incident-of-another-regulator", "A regulator reads incidents that touch the licences of others only", .showsAllIncidents)
}
