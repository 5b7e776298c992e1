package import Documents
import Foundation
import GRDB
package import Store

/// One thing without which the platform should get no new work.
package struct ReadinessCheck: Sendable {
    /// Kebab-case, shown to the operator.
    package let name: String
    /// Nil when all is well, else what is wrong, without paths or secrets.
    package let fault: @Sendable () async -> String?

    package init(_ name: String, fault: @escaping @Sendable () async -> String?) {
        self.name = name
        self.fault = fault
    }

    /// The store takes a write.
    package static func store(_ name: String, _ store: PlatformStore) -> ReadinessCheck {
        ReadinessCheck("store-\(name)") {
            do {
                try await store.write { transaction in
                    try transaction.database.execute(sql: "INSERT INTO counter (name, value) VALUES ('readiness', 1)")
                    throw Undone()
                }
                return "the probe was kept"
            } catch is Undone {
                return nil
            } catch {
                return "the store takes no write"
            }
        }
    }

    /// Every committed audit event is below a signed checkpoint, but for a backlog that a publisher works off within seconds.
    package static func backlog(_ name: String, _ store: PlatformStore, atMost limit: Int64) -> ReadinessCheck {
        ReadinessCheck("audit-\(name)") {
            do {
                let backlog = try await store.read { snapshot in
                    try snapshot.auditEventCount() - snapshot.logState().publishedSize
                }
                return backlog <= limit ? nil : "\(backlog) audit events wait for a checkpoint, at most \(limit) are well"
            } catch {
                return "the store cannot be read"
            }
        }
    }

    /// The medium of a folder has room.
    package static func disk(_ folder: String, atLeast share: Double) -> ReadinessCheck {
        ReadinessCheck("disk") {
            guard let values = try? FileManager.default.attributesOfFileSystem(forPath: folder),
                let free = (values[.systemFreeSize] as? NSNumber)?.doubleValue, let size = (values[.systemSize] as? NSNumber)?.doubleValue,
                size > 0
            else { return "the medium cannot be asked" }
            return free / size >= share ? nil : "less than \(Int(share * 100)) per cent of the medium is free"
        }
    }

    /// Thrown to take a probe back.
    private struct Undone: Error {}
}

/// What all checks said.
package struct Readiness: Sendable {
    /// In the order of the checks; a nil fault is well.
    package let findings: [(name: String, fault: String?)]

    /// Makes the checks one after another.
    package init(_ checks: [ReadinessCheck]) async {
        var findings: [(String, String?)] = []
        for check in checks { findings.append((check.name, await check.fault())) }
        self.findings = findings
    }

    /// Whether every check is well.
    package var isReady: Bool { findings.allSatisfy { $0.fault == nil } }

    /// `{"ready", "checks": [{"name", "ok", "fault"}]}`
    package var document: Node {
        .object([
            ("ready", .bool(isReady)),
            (
                "checks",
                .array(
                    findings.map { finding in
                        .object([
                            ("name", .string(finding.name)), ("ok", .bool(finding.fault == nil)),
                            ("fault", finding.fault.map { .string($0) } ?? .null),
                        ])
                    })
            ),
        ])
    }
}
