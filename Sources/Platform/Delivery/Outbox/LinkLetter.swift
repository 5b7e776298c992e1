import Documents
import Store
import Transport

/// The mail that tells an authority where a report lies: link, name, size and digest of the file, and not a figure of it.
enum LinkLetter {
    /// - Parameter baseURL: the realm's address, without a slash at its end.
    static func make(_ parcel: ReportParcel, _ delivery: DeliveryRow, to recipients: [MailAddress], baseURL: String) -> Letter {
        let run = parcel.run
        let link = "\(baseURL)/regulator/reports/\(run.period)/\(run.name)?licence=\(run.licence)&run=\(run.runID)"
        return Letter(
            to: recipients, identifier: delivery.deliveryID, writtenAt: delivery.triggeredAt,
            subject: "Report \(run.name) of \(run.licence) for \(run.period)\(run.revision > 1 ? ", revision \(run.revision)" : "")",
            fields: [
                ("X-Report-Run", run.runID), ("X-Report-Link", link), ("X-Report-SHA256", parcel.sha256),
                ("X-Report-Period", run.period), ("X-Report-Licence", run.licence), ("X-Report-Name", run.name),
            ],
            text: """
                The report \(run.name) of the licence \(run.licence) for \(run.period) is ready.

                Fetch it over the regulator interface, with your certificate and token:
                \(link)

                File: \(parcel.fileName)
                Type: \(parcel.mediaType)
                Bytes: \(parcel.bytes.count)
                SHA-256: \(parcel.sha256)
                Run: \(run.runID)\(run.replaces.map { "\nReplaces: \($0)" } ?? "")

                This mail holds none of the report's data.

                """)
    }
}
