import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let wrongDueTime = Fault(
        "wrong-due-time", "Notices of an incident are shown as due a day later than their clock says",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/incidents/{id}") == true, response.status == 200,
                let incident = try? JSONReader.read(response.body), let notices = incident["notices"]?.array
            else { return }
            let later = notices.map { notice in
                guard let due = notice["due_at"]?.string.flatMap({ try? Timestamp(parsing: $0) }) else { return notice }
                return notice.setting("due_at", .string(due.advanced(by: .seconds(86_400)).description))
            }
            response.body = incident.setting("notices", .array(later)).compactBytes()
        })
}
