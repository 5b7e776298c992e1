import CCurl
import Foundation

/// What a lone transfer left behind, for its client to read as success or failure.
struct LoneOutcome: Sendable {
    let code: CURLcode
    /// libcurl's own words for the failure, in one line.
    let detail: String
    /// The last three-digit reply of a mail server; 0 when there was none.
    let reply: Int
    /// The last lines that the server said, in their order, without their ends; at most eight.
    let lines: [String]
    /// What was read, at most as many bytes as were allowed.
    let content: [UInt8]
    /// More came than was allowed.
    let isTooLarge: Bool
    let isCancelled: Bool
}

/// One libcurl transfer with a connection and a thread of its own: mails and files, which are few and may be slow.
///
/// Lives on that thread alone.
final class LoneTransfer {
    /// Sets up the handle; runs on the transfer's thread.
    typealias Setup = @Sendable (inout CurlEasy) throws(TransportError) -> Void

    private var easy: CurlEasy
    private let ticket: TransferTicket
    private let upload: [UInt8]
    private let maximumContentBytes: Int
    private var position = 0
    private var lines: [String] = []
    private var content: [UInt8] = []
    private var isTooLarge = false

    private init(upload: [UInt8], maximumContentBytes: Int, ticket: TransferTicket, setup: Setup) throws(TransportError) {
        self.upload = upload
        self.maximumContentBytes = maximumContentBytes
        self.ticket = ticket
        easy = try CurlEasy()
        try setup(&easy)
        try easy.setLoneReceiver(self)
    }

    /// Runs a transfer to its end; cancelling the task ends it within about a second.
    static func run(upload: [UInt8] = [], maximumContentBytes: Int = 0, setup: @escaping Setup) async throws(TransportError) -> LoneOutcome
    {
        let ticket = TransferTicket()
        let result: Result<LoneOutcome, TransportError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    do throws(TransportError) {
                        let transfer = try LoneTransfer(
                            upload: upload, maximumContentBytes: maximumContentBytes, ticket: ticket, setup: setup)
                        continuation.resume(returning: .success(transfer.perform()))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        } onCancel: {
            ticket.cancel()
        }
        let outcome = try result.get()
        if outcome.isCancelled { throw .taskCancelled }
        return outcome
    }

    var isCancelled: Bool { ticket.isCancelled }

    /// Hands out the next bytes of the upload; 0 at its end.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, upload.count - position)
        unsafe buffer.copyBytes(from: upload[position..<(position + count)])
        position += count
        return count
    }

    /// False refuses the rest.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard content.count + bytes.count <= maximumContentBytes else {
            isTooLarge = true
            return false
        }
        unsafe content.append(contentsOf: bytes)
        return true
    }

    func receive(line bytes: UnsafeRawBufferPointer) {
        let text = unsafe String(decoding: bytes.prefix(512), as: UTF8.self)
        let printable = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }
        lines.append(String(String.UnicodeScalarView(printable)).trimmingCharacters(in: .whitespaces))
        if lines.count > 8 { lines.removeFirst() }
    }

    private func perform() -> LoneOutcome {
        let code = unsafe easy.withHandle { unsafe curl_easy_perform($0) }
        let said = easy.detail
        return LoneOutcome(
            code: code, detail: said.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : said,
            reply: easy.number(CURLINFO_RESPONSE_CODE), lines: lines, content: content, isTooLarge: isTooLarge,
            isCancelled: ticket.isCancelled && code != CURLE_OK)
    }
}
