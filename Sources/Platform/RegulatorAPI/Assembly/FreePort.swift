import Foundation

/// A port that nobody listens on: the realms' issuers are named after the port before the listener opens.
package enum FreePort {
    /// Binds to port 0 and lets go again; another process could take the port in between, then the listener says so.
    package static func choose(host: String) throws -> Int {
        let isV6 = host.contains(":")
        let descriptor = socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw PlatformStartError("no socket: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return isV6 ? try port(descriptor, sockaddr_in6(host)) : try port(descriptor, sockaddr_in(host))
    }

    private static func port<Address: PortedAddress>(_ descriptor: Int32, _ address: Address?) throws -> Int {
        guard var address else { throw PlatformStartError("the host must be an IP address of this machine") }
        var length = socklen_t(MemoryLayout<Address>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw PlatformStartError("no port is free: \(String(cString: strerror(errno)))") }
        return address.port
    }
}

/// A socket address that holds a port in network order.
private protocol PortedAddress {
    var port: Int { get }
}

extension sockaddr_in: PortedAddress {
    var port: Int { Int(UInt16(bigEndian: sin_port)) }

    /// Nil unless the text is an IPv4 address.
    init?(_ host: String) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        guard inet_pton(AF_INET, host, &sin_addr) == 1 else { return nil }
    }
}

extension sockaddr_in6: PortedAddress {
    var port: Int { Int(UInt16(bigEndian: sin6_port)) }

    /// Nil unless the text is an IPv6 address.
    init?(_ host: String) {
        self.init()
        sin6_family = sa_family_t(AF_INET6)
        guard inet_pton(AF_INET6, host, &sin6_addr) == 1 else { return nil }
    }
}
