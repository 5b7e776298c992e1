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

    init(of request: RequestRow, file: PreparedFile, deliveryID: String, sentAt: Timestamp) {
        self.deliveryID = deliveryID
        fileSHA256 = SHA256.hash(data: file.bytes).hexDigits
        bytes = Node.object([
            ("request_id", .string(request.requestID)), ("delivery_id", .string(deliveryID)), ("kind", .string(request.kind)),
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
        ]).compactBytes()
    }
}
