import Crypto
import Documents
import Foundation
import Store

/// The body of a callback: made once for a request, then sent unchanged with every attempt.
struct DeliveryDocument: Sendable {
    let deliveryID: String
    /// Compact JSON.
    let bytes: [UInt8]
    /// Of the file inside, lower-case hex.
    let fileSHA256: String

    /// - Parameter place: where the receiver wants order.
    init(of request: RequestRow, file: PreparedFile, deliveryID: String, place: DeliveryPlace?, sentAt: Timestamp) {
        let order: [(String, Node)] =
            place.map { [("sequence", .integer($0.sequence)), ("previous_id", $0.previousID.map { .string($0) } ?? .null)] } ?? []
        self.deliveryID = deliveryID
        fileSHA256 = SHA256.hash(data: file.bytes).hexDigits
        let head: [(String, Node)] = [
            ("request_id", .string(request.requestID)), ("delivery_id", .string(deliveryID)), ("kind", .string(request.kind)),
        ]
        let rest: [(String, Node)] = [
            ("sent_at", .string(sentAt.description)),
            (
                "file",
                .object([
                    ("name", .string(file.name)), ("format", .string(file.format)), ("media_type", .string(file.mediaType)),
                    ("bytes", .integer(file.bytes.count)), ("sha256", .string(fileSHA256)),
                    ("content", .string(Data(file.bytes).base64EncodedString())),
                ])
            ),
            ("manifest", file.manifest), ("manifest_jws", .string(file.manifestJWS)),
        ]
        bytes = Node.object(head + order + rest).compactBytes()
    }
}
