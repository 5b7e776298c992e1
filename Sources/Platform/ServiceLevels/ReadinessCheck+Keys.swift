package import Documents
import GRDB
package import Store

/// What must be true of keys and clock before anything is promised.
extension ReadinessCheck {
    /// A key is loaded: what it signs, its public half takes.
    /// - Parameter signs: signs these bytes and says whether the signature is good.
    package static func signing(_ name: String, signs: @escaping @Sendable (_ probe: [UInt8]) throws -> Bool) -> ReadinessCheck {
        ReadinessCheck("signing-key-\(name)") {
            do {
                return try signs(Array("readiness".utf8)) ? nil : "what the key signs does not verify"
            } catch {
                return "the key does not sign"
            }
        }
    }

    /// The clock does not stand before what was recorded last. More than `allowance` behind it, due times and tokens would be wrong.
    package static func clock(
        _ name: String, _ store: PlatformStore, allowance: Duration = .seconds(60), now: @escaping @Sendable () -> Timestamp
    ) -> ReadinessCheck {
        ReadinessCheck("clock-\(name)") {
            do {
                let newest = try await store.read { snapshot in
                    try Int64.fetchOne(snapshot.database, sql: "SELECT at FROM audit_event ORDER BY seq DESC LIMIT 1")
                }
                let now = now()
                guard let newest, Timestamp(milliseconds: newest) > now.advanced(by: allowance) else { return nil }
                return "the clock is \((newest - now.milliseconds) / 1000) s behind the newest audit event"
            } catch {
                return "the store cannot be read"
            }
        }
    }
}
