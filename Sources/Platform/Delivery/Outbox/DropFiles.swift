import Documents

/// What a drop gets for one report, in this order: the digest, the file, the signature of the manifest, the manifest. Who finds the manifest
/// finds everything.
enum DropFiles {
    static func make(_ parcel: ReportParcel) throws -> [Courier.DroppedFile] {
        [
            Courier.DroppedFile(name: "\(parcel.fileName).sha256", bytes: Array("\(parcel.sha256)  \(parcel.fileName)\n".utf8)),
            Courier.DroppedFile(name: parcel.fileName, bytes: parcel.bytes),
            Courier.DroppedFile(name: "\(parcel.fileName).manifest.jws", bytes: Array(parcel.manifestJWS.utf8)),
            Courier.DroppedFile(name: "\(parcel.fileName).manifest.json", bytes: try parcel.manifest.canonicalBytes()),
        ]
    }
}
