import Foundation

/// An ICC profile (ICC.1:2001-04, version 2.4) of the sRGB colour space (IEC 61966-2-1), which PDF/A wants named as output intent.
enum ColourProfile {
    /// The profile's bytes, the same at each call.
    static let sRGB: [UInt8] = {
        let tags: [(signature: String, data: [UInt8])] = [
            ("desc", description("sRGB")), ("cprt", text("No copyright, use freely")),
            ("wtpt", xyz(0.9642, 1, 0.8249)), ("rXYZ", xyz(0.43607, 0.22249, 0.01392)), ("gXYZ", xyz(0.38515, 0.71687, 0.09708)),
            ("bXYZ", xyz(0.14307, 0.06061, 0.7141)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var table = word(UInt32(tags.count))
        var data: [UInt8] = []
        var written: [[UInt8]: Int] = [:]
        let start = 128 + 4 + 12 * tags.count
        for tag in tags {
            // The three curves are one.
            let offset = written[tag.data] ?? start + data.count
            if written.updateValue(offset, forKey: tag.data) == nil { data += tag.data }
            table += Array(tag.signature.utf8) + word(UInt32(offset)) + word(UInt32(tag.data.count))
            while data.count % 4 != 0 { data.append(0) }
        }
        let header: [UInt8] =
            word(UInt32(start + data.count)) + word(0) + word(0x0240_0000) + Array("mntrRGB XYZ ".utf8)
            + [7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + Array("acsp".utf8) + word(0) + word(0) + word(0) + word(0) + word(0) + word(0)
            + word(0) + fixed(0.9642) + fixed(1) + fixed(0.8249) + [UInt8](repeating: 0, count: 48)
        return header + table + data
    }()

    /// 1,024 points of the curve from coded to linear values.
    private static let curve: [UInt8] = {
        let points = (0..<1024).map { position -> UInt16 in
            let coded = Double(position) / 1023
            let linear = coded <= 0.04045 ? coded / 12.92 : pow((coded + 0.055) / 1.055, 2.4)
            return UInt16((linear * 65535).rounded())
        }
        return Array("curv".utf8) + word(0) + word(UInt32(points.count)) + points.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }()

    private static func description(_ name: String) -> [UInt8] {
        let ascii = Array(name.utf8) + [0]
        return Array("desc".utf8) + word(0) + word(UInt32(ascii.count)) + ascii + [UInt8](repeating: 0, count: 78)
    }

    private static func text(_ text: String) -> [UInt8] { Array("text".utf8) + word(0) + Array(text.utf8) + [0] }

    private static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
        Array("XYZ ".utf8) + word(0) + fixed(x) + fixed(y) + fixed(z)
    }

    private static func fixed(_ value: Double) -> [UInt8] { word(UInt32(bitPattern: Int32((value * 65536).rounded()))) }

    private static func word(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
}
