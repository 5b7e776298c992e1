import Access

extension Fault {
    static let assertionsOfAnybody = Fault(
        "assertions-of-anybody", "An assertion gets a token, whoever it is about and whichever client's key signed it", .access(.anySubject)
    )
}
