import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let reportsNotListed = Fault(
        "reports-not-listed", "The list of a period is empty",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/reports/{period}") == true, response.status == 200,
                let list = try? JSONReader.read(response.body)
            else { return }
            response.body = list.setting("reports", []).compactBytes()
        })
}
