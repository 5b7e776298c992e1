package import Documents
import Scenarios

extension Ledger {
    /// Everything kept, as HAR 1.2 with personal data and credentials taken out.
    package func har(version: String, baseURL: String) -> Node {
        HARWriter().document(of: entries.map(\.record), creator: ("assay", version), baseURL: baseURL)
    }
}
