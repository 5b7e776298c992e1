/// Where things stand on a page, in points (1/72 inch): A4 landscape.
enum PageGeometry {
    static let width = 841.89
    static let height = 595.28
    static let margin = 30.0
    /// Of the line with the subject that every page after the first begins with.
    static let runningHead = 16.0
    /// Of the two lines at the foot.
    static let foot = 26.0
    static let cellPadding = 3.0
    static let widestCell = 170.0
    static let narrowestCell = 16.0

    static var textWidth: Double { width - 2 * margin }
    /// Where the foot begins.
    static var bottom: Double { height - margin - foot }
}

/// How a text is set.
enum TextStyle: Int, CaseIterable {
    case title, subtitle, name, value, heading, cell, small

    /// In points.
    var size: Double {
        switch self {
        case .title: 15
        case .subtitle: 9
        case .name, .value: 7
        case .heading, .cell: 6.5
        case .small: 6
        }
    }

    var isBold: Bool { self == .title || self == .heading }
}
