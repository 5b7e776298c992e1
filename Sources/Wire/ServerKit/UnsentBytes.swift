import NIOCore

#if canImport(Glibc)
    // Whichever of these the compiler reads first in a module owns `linger` there.
    import CDispatch
    import CoreFoundation
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the system may hold of an answer that the other end does not take.
enum UnsentBytes {
    /// Bytes. What is under way on the network comes on top, so that far readers are not slowed down.
    static let limit = 64 << 10

    /// Lets the system take no more than `limit` beyond what it has sent (`TCP_NOTSENT_LOWAT`). Else it takes some megabytes of each
    /// connection, an answer seems taken that nobody reads, and the bytes stay with it after the connection has ended.
    static func bound(_ channel: any Channel) throws {
        guard let options = channel.syncOptions, channel is any SocketOptionProvider else { return }
        #if os(Linux)
            let name: CInt = 25
        #else
            let name: CInt = 0x201
        #endif
        try options.setOption(.tcpOption(NIOBSDSocket.Option(rawValue: name)), value: limit)
    }

    /// Has the close of a connection take away what the system still holds; the other end sees a reset.
    static func discard(_ channel: any Channel) {
        _ = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
}
