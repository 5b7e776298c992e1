import Documents
import ServerKit

extension Fault {
    static let commentLost = Fault(
        "comment-lost", "Incidents do not show the comment that was written last",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/incidents/{id}") == true, response.status == 200,
                let incident = try? JSONReader.read(response.body), let comments = incident["comments"]?.array
            else { return }
            response.body = incident.setting("comments", .array(comments.dropLast())).compactBytes()
        })
}
