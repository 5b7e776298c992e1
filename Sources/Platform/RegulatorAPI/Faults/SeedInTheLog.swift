import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let seedInTheLog = Fault(
        "seed-in-the-log", "The log of the generators shows seeds, not only the commitments to them",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/logs/{type}") == true, response.status == 200,
                let page = try? JSONReader.read(response.body), page["type"]?.string == "rng", let rows = page["rows"]?.array
            else { return }
            let shown = rows.map { $0["seed_commitment"]?.string == nil ? $0 : $0.setting("seed", "6f1d7a2c") }
            response.body = page.setting("rows", .array(shown)).compactBytes()
        })
}
