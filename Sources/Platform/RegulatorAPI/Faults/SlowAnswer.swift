extension Fault {
    /// Longer than the 30 s within which an answer must come.
    static let slowAnswer = Fault("slow-answer", "Answers take longer than 30 seconds", .slowAnswer(.seconds(32)))
}
