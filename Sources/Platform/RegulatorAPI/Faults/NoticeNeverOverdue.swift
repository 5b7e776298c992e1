import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let noticeNeverOverdue = Fault(
        "notice-never-overdue", "Notices of an incident are shown as in time, however late it is",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/incidents/{id}") == true, response.status == 200,
                let incident = try? JSONReader.read(response.body), let notices = incident["notices"]?.array
            else { return }
            response.body = incident.setting("notices", .array(notices.map { $0.setting("overdue", false) })).compactBytes()
        })
}
