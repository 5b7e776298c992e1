import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let reportBeforeItsDayIsOver = Fault(
        "report-before-its-day-is-over", "The list of a period that has no reports yet shows one",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/reports/{period}") == true, response.status == 200,
                let list = try? JSONReader.read(response.body), list["reports"]?.array?.isEmpty == true
            else { return }
            let early: Node = [
                "run_id": "00000000-0000-7000-8000-000000000000", "template": "T16", "period": list["period"] ?? .null, "revision": 1,
            ]
            response.body = list.setting("reports", .array([early])).compactBytes()
        })
}
