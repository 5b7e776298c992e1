extension Fault {
    static let truncatedStream = Fault(
        "truncated-stream", "A streamed log ends in the middle of a row and looks complete", .streamLength { $0 - min($0, 40) })
}
