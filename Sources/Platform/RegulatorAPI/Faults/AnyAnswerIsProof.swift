extension Fault {
    static let anyAnswerIsProof = Fault(
        "any-answer-is-proof", "Whatever answers a challenge counts as proof of control", .takesAnyAnswerForProof)
}
