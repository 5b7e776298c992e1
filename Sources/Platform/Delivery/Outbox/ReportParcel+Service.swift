import Documents
package import Reporting
package import Store

extension ReportParcel {
    /// The parcel of a delivery from the reports on record; the same bytes whenever it is made.
    /// - Throws: `ReportingError` when the file is not as it was recorded; `DeliveryError` when the run is not there.
    package init(of delivery: DeliveryRow, from service: ReportService, store: PlatformStore) async throws {
        guard let run = try await service.run(delivery.runID), let row = try await store.read({ try $0.reportRun(delivery.runID) }),
            let format = ReportFormat(rawValue: delivery.format), let file = run.file(format)
        else { throw DeliveryError.unknown(delivery.deliveryID) }
        let manifest = try JSONReader.read(run.manifest)
        let named = manifest["files"]?.array?.first { $0["format"]?.string == delivery.format }?["name"]?.string
        self.init(
            run: row, fileName: named ?? "\(run.runID).\(delivery.format)", format: delivery.format, mediaType: file.mediaType,
            sha256: file.sha256, bytes: try service.document(of: run, format), manifest: manifest, manifestJWS: run.manifestJWS ?? "")
    }
}
