import NIOCore
import Synchronization

/// How many connections each address, of IPv6 each network of 64 bits, holds, so that none holds all. A proxy that is listed holds those of
/// many callers: they are counted for whom it names, once it has, and it has no limit of its own.
final class ConnectionShares: Sendable {
    private let most: Int
    private let unlimited: [AddressBlock]
    private let held = Mutex<[IPAddress: Int]>([:])

    init(most: Int, unlimited: [AddressBlock]) {
        self.most = most
        self.unlimited = unlimited
    }

    /// Counts a connection until it is closed; false when its address holds as many as it may.
    func take(_ channel: any Channel) -> Bool {
        guard let address = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { return true }
        guard take(address) else { return false }
        channel.closeFuture.whenComplete { _ in self.giveBack(address) }
        return true
    }

    /// Counts a connection that a listed proxy opened until it is closed, for the caller whom the proxy named, wherever he is; false when
    /// his address holds as many as it may.
    func take(_ channel: any Channel, for caller: IPAddress) -> Bool {
        guard hold(caller) else { return false }
        channel.closeFuture.whenComplete { _ in self.release(caller) }
        return true
    }

    func take(_ address: IPAddress) -> Bool { isUnlimited(address) || hold(address) }

    func giveBack(_ address: IPAddress) {
        if !isUnlimited(address) { release(address) }
    }

    private func isUnlimited(_ address: IPAddress) -> Bool { unlimited.contains { $0.contains(address) } }

    private func hold(_ address: IPAddress) -> Bool {
        let caller = address.network
        return held.withLock { held in
            let count = held[caller, default: 0]
            guard count < most else { return false }
            held[caller] = count + 1
            return true
        }
    }

    private func release(_ address: IPAddress) {
        let caller = address.network
        held.withLock { held in
            guard let count = held[caller] else { return }
            held[caller] = count > 1 ? count - 1 : nil
        }
    }

    /// How many addresses hold a connection that is counted.
    var count: Int { held.withLock { $0.count } }
}
