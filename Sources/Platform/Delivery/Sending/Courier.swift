package import Documents
import Foundation
import ServerKit
package import Transport

/// Sends one message once, by mail, signed POST or file drop, and says what became of it.
///
/// It keeps nothing: who promises delivery keeps a job and tries again with the same identifiers. Only cancellation, and what the
/// configuration lacks, is thrown.
package struct Courier: Sendable {
    /// What the courier needs from outside.
    package struct Ports: Sendable {
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        package var mail: @Sendable (MailServer, MailMessage) async throws -> MailReceipt
        package var put: @Sendable (FileDrop, _ bytes: [UInt8], _ name: String) async throws -> FileReceipt
        package var now: @Sendable () -> Timestamp

        package init(
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse,
            mail: @escaping @Sendable (MailServer, MailMessage) async throws -> MailReceipt,
            put: @escaping @Sendable (FileDrop, [UInt8], String) async throws -> FileReceipt, now: @escaping @Sendable () -> Timestamp
        ) {
            self.send = send
            self.mail = mail
            self.put = put
            self.now = now
        }
    }

    /// One file for a drop.
    package struct DroppedFile: Sendable, Hashable {
        package let name: String
        package let bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    private let signer: DeliverySigner
    private let addresses: AddressCheck
    private let ports: Ports
    /// Nil where no mail is sent.
    package let relay: MailRelay?

    package init(signer: DeliverySigner, relay: MailRelay?, ports: Ports, addresses: AddressCheck = AddressCheck()) {
        self.signer = signer
        self.relay = relay
        self.ports = ports
        self.addresses = addresses
    }

    /// Hands a mail to the relay; acknowledged means that the relay took it over.
    /// - Throws: `DeliveryError` `no-relay`; `CancellationError`.
    package func mail(_ letter: Letter) async throws -> DeliveryOutcome {
        guard let relay else { throw DeliveryError.withoutRelay }
        return try await Self.outcome {
            let message = try MailMessage(
                from: relay.sender, to: letter.recipients, identifier: letter.identifier,
                sentAt: Date(timeIntervalSince1970: Double(letter.writtenAt.milliseconds) / 1000), subject: letter.subject,
                fields: letter.fields, text: letter.text)
            let receipt = try await ports.mail(relay.server, message)
            return .acknowledged(Acknowledgement(status: receipt.reply, reference: receipt.text.isEmpty ? nil : receipt.text))
        }
    }

    /// Signs a document and sends it to the address that was checked; any 2xx acknowledges it.
    /// - Parameter alter: changes the signed request: a sandbox's means of playing a broken platform.
    /// - Throws: `CancellationError`; what keeps the request from being signed.
    package func post(
        _ posting: Posting, alter: @Sendable (OutgoingRequest) -> OutgoingRequest = { $0 }
    ) async throws -> DeliveryOutcome {
        let address: String
        do {
            address = try await addresses.address(of: posting.url, for: posting.receiver, isRegistered: posting.isRegistered).description
        } catch {
            return .refused(reason: error.description, retryAfter: nil)
        }
        var request = try signer.request(
            to: posting.url, body: posting.body, deliveryID: posting.deliveryID, tag: posting.tag, now: ports.now())
        request.pinnedAddress = address
        request.timeout = posting.timeout
        let signed = alter(request)
        return try await Self.outcome { DeliveryOutcome(try await ports.send(signed)) }
    }

    /// Puts files into a drop, one after the other: the last one says that all are there. Files that are there already stay.
    /// - Throws: `CancellationError`.
    package func put(_ files: [DroppedFile], into drop: FileDrop) async throws -> DeliveryOutcome {
        try await Self.outcome {
            var last = FileReceipt.alreadyThere
            for file in files { last = try await ports.put(drop, file.bytes, file.name) }
            return .acknowledged(Acknowledgement(status: 0, reference: files.last.map { "\($0.name) \(last.rawValue)" }))
        }
    }

    private static func outcome(_ attempt: () async throws -> DeliveryOutcome) async throws -> DeliveryOutcome {
        do {
            return try await attempt()
        } catch let error as TransportError {
            if error.code == .cancelled, Task.isCancelled { throw CancellationError() }
            return DeliveryOutcome(error)
        }
    }
}
