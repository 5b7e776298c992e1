extension Fault {
    static let retiredKeyStillSigns = Fault(
        "retired-key-still-signs", "After a rotation the key that was retired goes on signing", .signsWithRetiredKeys)
}
