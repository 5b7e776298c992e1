import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let reportsDueLater = Fault(
        "reports-due-later", "The list of a period shows reports as due two days later than they are",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/reports/{period}") == true, response.status == 200,
                let list = try? JSONReader.read(response.body), let reports = list["reports"]?.array
            else { return }
            let later = reports.map { report in
                guard let due = report["due_at"]?.string.flatMap({ try? Timestamp(parsing: $0) }) else { return report }
                return report.setting("due_at", .string(due.advanced(by: .seconds(2 * 86_400)).description))
            }
            response.body = list.setting("reports", .array(later)).compactBytes()
        })
}
