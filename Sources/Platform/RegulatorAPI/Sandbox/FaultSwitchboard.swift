import Delivery
import Documents
import Requests
import ServerKit
import Synchronization
import Transport

/// Which faults of the sandbox are on. Memory only: a restart switches all off.
final class FaultSwitchboard: Sendable {
    /// How soon a held answer or callback notices that its fault was switched off.
    private static let interval = Duration.milliseconds(100)

    private let on = Mutex<Set<String>>([])

    /// The names that are on.
    var enabled: Set<String> { on.withLock { $0 } }

    /// The effects that are on, in the order of the registry.
    var effects: [FaultEffect] {
        let names = enabled
        return names.isEmpty ? [] : Fault.all.filter { names.contains($0.name) }.map(\.effect)
    }

    /// Switches exactly these on. The caller has checked the names.
    func enable(_ names: Set<String>) {
        on.withLock { $0 = names }
    }

    /// Waits as long as an effect that is on asks for; ends early when it is switched off or the task is cancelled.
    func hold(_ limit: (FaultEffect) -> Duration?) async {
        var waited = Duration.zero
        while let wanted = effects.compactMap(limit).max(), waited < wanted {
            do {
                try await Task.sleep(for: Self.interval)
            } catch {
                return
            }
            waited += Self.interval
        }
    }

    /// The hooks of the outbox's worker.
    var outboxHooks: OutboxHooks {
        OutboxHooks(
            body: { [self] body in
                effects.reduce(body) { body, effect in
                    if case .uploadBody(let change) = effect { change(body) } else { body }
                }
            },
            signed: { [self] request in
                effects.reduce(request) { request, effect in
                    if case .uploadSigned(let change) = effect { change(request) } else { request }
                }
            },
            text: { [self] text, file in
                effects.reduce(text) { text, effect in
                    if case .mailText(let change) = effect { change(text, file) } else { text }
                }
            },
            tries: { [self] in
                !effects.contains { effect in
                    if case .triesOnce = effect { true } else { false }
                }
            })
    }

    /// The hooks of the delivery worker.
    func deliveryHooks(now: @escaping @Sendable () -> Timestamp) -> DeliveryHooks {
        var hooks = DeliveryHooks(
            body: { [self] body in
                effects.reduce(body) { body, effect in
                    if case .callbackBody(let change) = effect { change(body) } else { body }
                }
            },
            signed: { [self] request in
                effects.reduce(request) { request, effect in
                    if case .callbackSigned(let change) = effect { change(request) } else { request }
                }
            },
            hold: { [self] dueBy in
                let untilDue = dueBy - now()
                await hold { effect in
                    if case .callbackHold(let limit) = effect { limit(untilDue) } else { nil }
                }
            })
        hooks.identifier = { [self] id, replays in
            effects.reduce(id) { id, effect in
                if case .callbackIdentifier(let change) = effect { change(id, replays) } else { id }
            }
        }
        return hooks
    }
}
