package import Delivery

/// Wakes whoever works on messages about incidents: alerts, other messages, and the look at what became of an alert, each by a signal of
/// its own, because a signal that is given while somebody waits is kept for nobody else.
package struct NoticeSignals: Sendable {
    package let alerts = Signal()
    package let others = Signal()
    package let escalations = Signal()

    package init() {}

    /// All of them.
    package var all: [Signal] { [alerts, others, escalations] }

    /// To be called after the commit that put messages on their way.
    package func give() { for signal in all { signal.give() } }
}
