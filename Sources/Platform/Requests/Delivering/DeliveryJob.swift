import Documents
import Store

/// What the job of a delivery names: the request it belongs to.
struct DeliveryJob: Sendable, Hashable {
    let clientID: String
    let requestID: String

    init(_ row: RequestRow) {
        clientID = row.clientID
        requestID = row.requestID
    }

    /// Nil when the payload was not written by this type.
    init?(payload: [UInt8]) {
        guard let node = try? JSONReader.read(payload), let client = node["client_id"]?.string, let request = node["request_id"]?.string
        else {
            return nil
        }
        clientID = client
        requestID = request
    }

    var payload: [UInt8] {
        Node.object([("client_id", .string(clientID)), ("request_id", .string(requestID))]).compactBytes()
    }
}
