import Documents
import Foundation
import Store

/// The body of an upload to an authority's own interface: file, manifest and the manifest's signature in one JSON document. The same bytes
/// at every attempt.
enum UploadDocument {
    static func make(_ parcel: ReportParcel, _ delivery: DeliveryRow) -> Node {
        .object([
            ("delivery_id", .string(delivery.deliveryID)), ("kind", "report"), ("run_id", .string(parcel.run.runID)),
            ("template", .string(parcel.run.template)), ("name", .string(parcel.run.name)), ("licence", .string(parcel.run.licence)),
            ("regulator", .string(parcel.run.regulator)), ("period", .string(parcel.run.period)),
            ("revision", .integer(parcel.run.revision)), ("replaces", parcel.run.replaces.map { .string($0) } ?? .null),
            ("triggered_at", .string(delivery.triggeredAt.description)), ("due_at", .string(delivery.dueAt.description)),
            (
                "file",
                .object([
                    ("name", .string(parcel.fileName)), ("format", .string(parcel.format)), ("media_type", .string(parcel.mediaType)),
                    ("bytes", .integer(parcel.bytes.count)), ("sha256", .string(parcel.sha256)),
                    ("content", .string(Data(parcel.bytes).base64EncodedString())),
                ])
            ),
            ("manifest", parcel.manifest), ("manifest_jws", .string(parcel.manifestJWS)),
        ])
    }
}
