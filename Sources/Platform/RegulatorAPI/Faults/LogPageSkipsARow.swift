import SourceData

extension Fault {
    static let logPageSkipsARow = Fault(
        "log-page-skips-a-row", "A page of a log that follows another lacks its first row",
        .logPage { records, _, isFollowing in
            if isFollowing, !records.isEmpty { records.removeFirst() }
        })
}
