/// Bounds of a CSV file, all inclusive.
package struct CSVLimits: Sendable, Hashable {
    package var maximumBytes: Int
    package var maximumRecords: Int
    /// Fields in one record.
    package var maximumFields: Int
    /// UTF-8 bytes in one field.
    package var maximumFieldBytes: Int

    package init(
        maximumBytes: Int = 256 << 20, maximumRecords: Int = 5_000_000, maximumFields: Int = 4096, maximumFieldBytes: Int = 1 << 20
    ) {
        self.maximumBytes = maximumBytes
        self.maximumRecords = maximumRecords
        self.maximumFields = maximumFields
        self.maximumFieldBytes = maximumFieldBytes
    }

    /// 256 MiB, five million records of at most 4096 fields of at most 1 MiB.
    package static let standard = CSVLimits()
}
