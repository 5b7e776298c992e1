extension Fault {
    static let lateCallback = Fault(
        "late-callback", "Callbacks leave two seconds after the file is due, or 35 seconds late when it is due later than that",
        .callbackHold { untilDue in min(max(untilDue + .seconds(2), .seconds(2)), .seconds(35)) })
}
