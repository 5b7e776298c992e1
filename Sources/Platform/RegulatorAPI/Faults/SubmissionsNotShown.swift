import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let submissionsNotShown = Fault(
        "submissions-not-shown", "Incidents do not show when and in which phase their notices were sent",
        .answer { response, request in
            guard request.template?.contains("/incidents/{id}") == true, response.status == 200,
                let incident = try? JSONReader.read(response.body), let notices = incident["notices"]?.array
            else { return }
            response.body = incident.setting("notices", .array(notices.map { $0.setting("submissions", []) })).compactBytes()
        })
}
