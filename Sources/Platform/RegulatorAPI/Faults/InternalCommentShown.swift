extension Fault {
    static let internalCommentShown = Fault(
        "internal-comment-shown", "Authorities read what the operator's people write to an incident for themselves", .showsInternalComments)
}
