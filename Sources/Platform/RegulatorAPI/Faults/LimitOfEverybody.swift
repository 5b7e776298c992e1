extension Fault {
    static let limitOfEverybody = Fault(
        "limit-of-everybody", "An allowance that one client has used up is used up for all", .limitsEverybody)
}
