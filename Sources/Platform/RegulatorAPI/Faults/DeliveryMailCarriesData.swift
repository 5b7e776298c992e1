extension Fault {
    static let deliveryMailCarriesData = Fault(
        "delivery-mail-carries-data", "The mail that links to a report also holds the report's first rows",
        .mailText { text, file in
            let lines = String(decoding: file.prefix(16 << 10), as: UTF8.self).split(whereSeparator: \.isNewline)
            return text + lines.prefix(5).joined(separator: "\n") + "\n"
        })
}
