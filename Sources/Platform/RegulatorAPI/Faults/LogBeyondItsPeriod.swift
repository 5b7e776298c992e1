import Documents
import SourceData

extension Fault {
    static let logBeyondItsPeriod = Fault(
        "log-beyond-its-period", "A log ends with a row of the day after the time that was asked for",
        .logPage { records, _, _ in
            guard let last = records.last else { return }
            let place = last.position
            let moved = RecordPosition(
                at: place.at.advanced(by: .seconds(86_400)), source: place.source, key: place.key, number: place.number)
            records[records.count - 1] = SourceRecord(position: moved, kind: last.kind, members: last.members)
        })
}
