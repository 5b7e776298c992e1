import SourceData

extension Fault {
    static let unstableCursor = Fault(
        "unstable-cursor", "The next page of a log begins with a row that the page before ended with",
        .logPage { records, next, _ in
            if next != nil, let last = records.dropLast().last { next = last.position }
        })
}
