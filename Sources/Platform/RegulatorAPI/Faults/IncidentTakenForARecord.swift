import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let incidentTakenForARecord = Fault(
        "incident-taken-for-a-record", "An event that makes an incident is answered as if it made none",
        .answer { response, request in
            guard request.template?.hasSuffix("/operator/events") == true, response.status == 201,
                let receipt = try? JSONReader.read(response.body), receipt["outcome"]?.string == "INCIDENT"
            else { return }
            response.body = receipt.setting("outcome", "RECORDED").compactBytes()
        })
}
