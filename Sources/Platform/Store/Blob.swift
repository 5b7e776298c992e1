package import Foundation

// GRDB speaks `Data`; everything else here speaks byte arrays. These two are the only bridge.
extension Array where Element == UInt8 {
    /// The bytes of a BLOB column; an absent one is empty.
    package init(blob: Data?) {
        self = blob.map { [UInt8]($0) } ?? []
    }

    /// The bytes as GRDB binds them to a BLOB column.
    package var blob: Data { Data(self) }
}
