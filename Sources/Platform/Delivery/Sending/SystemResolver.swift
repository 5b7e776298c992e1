import Dispatch
import Foundation
package import ServerKit

/// Host names as the operating system resolves them.
package enum SystemResolver {
    /// The name could not be resolved.
    package struct Failure: Error, Sendable {
        package let message: String
    }

    private static let queue = DispatchQueue(label: "host-names", attributes: .concurrent)

    /// All addresses of a host, IPv4 first, each once; throws `Failure` when there is none.
    package static func addresses(of host: String) async throws -> [IPAddress] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try lookUp(host) }) }
        }
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { throw Failure(message: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next {
            if let address = text(of: entry.pointee).flatMap(IPAddress.init(_:)), !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        guard !found.isEmpty else { throw Failure(message: "\(host) has no address") }
        return found.filter(\.isV4) + found.filter { !$0.isV4 }
    }

    /// The numeric form, without a zone: `%eth0` names an interface of this machine.
    private static func text(of entry: addrinfo) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let code = getnameinfo(entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return nil }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.contains("%") ? nil : text
    }
}
