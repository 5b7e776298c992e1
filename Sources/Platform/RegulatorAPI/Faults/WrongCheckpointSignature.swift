import Foundation

extension Fault {
    static let wrongCheckpointSignature = Fault(
        "wrong-checkpoint-signature", "The checkpoint's signature is not of the log's key",
        .checkpoint { note in
            // The log's signature comes first, cosignatures after it: base64 at the end of the line, of which only bytes of the signature
            // change; the key's name and id stay.
            var lines = String(decoding: note, as: UTF8.self).components(separatedBy: "\n")
            guard let line = lines.firstIndex(where: { $0.hasPrefix("\u{2014} ") }), let space = lines[line].lastIndex(of: " "),
                var blob = Data(base64Encoded: String(lines[line][lines[line].index(after: space)...])), blob.count > 4
            else { return note }
            blob[blob.count - 1] ^= 1
            lines[line] = lines[line][...space] + blob.base64EncodedString()
            return Array(lines.joined(separator: "\n").utf8)
        })
}
