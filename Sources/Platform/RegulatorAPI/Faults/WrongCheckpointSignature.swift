import Foundation

extension Fault {
    static let wrongCheckpointSignature = Fault(
        "wrong-checkpoint-signature", "The checkpoint's signature is not of the log's key",
        .checkpoint { note in
            // The signature is base64 at the end of the last line; only its bytes change, the key's name and id stay.
            var lines = String(decoding: note, as: UTF8.self).components(separatedBy: "\n")
            guard let last = lines.lastIndex(where: { $0.hasPrefix("\u{2014} ") }), let space = lines[last].lastIndex(of: " "),
                var blob = Data(base64Encoded: String(lines[last][lines[last].index(after: space)...])), blob.count > 4
            else { return note }
            blob[blob.count - 1] ^= 1
            lines[last] = lines[last][...space] + blob.base64EncodedString()
            return Array(lines.joined(separator: "\n").utf8)
        })
}
