import Crypto
import Documents

/// What a drop gets for one report, in this order: the file, the signature of the manifest, the manifest, each after its digest. Who finds
/// the manifest finds everything.
enum DropFiles {
    static func make(_ parcel: ReportParcel) throws -> [Courier.DroppedFile] {
        let manifest = try parcel.manifest.canonicalBytes()
        return [
            (parcel.fileName, parcel.bytes), ("\(parcel.fileName).manifest.jws", Array(parcel.manifestJWS.utf8)),
            ("\(parcel.fileName).manifest.json", manifest),
        ].flatMap { name, bytes in
            [
                Courier.DroppedFile(name: "\(name).sha256", bytes: Array("\(hex(SHA256.hash(data: bytes)))  \(name)\n".utf8)),
                Courier.DroppedFile(name: name, bytes: bytes),
            ]
        }
    }

    private static func hex(_ digest: SHA256Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
