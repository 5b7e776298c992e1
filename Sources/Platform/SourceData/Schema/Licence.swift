/// A gambling licence of an operator: the tenant that every table, report and access decision is about.
package struct Licence: Sendable, Hashable {
    /// The key in every table and on the wire, `UKGC-000123`: 1–64 letters, digits and hyphens.
    package let id: String
    /// The number as the regulator prints it, `MGA/B2C/456/2019`.
    package let number: String
    /// The key of the operator who holds it, `northwind`.
    package let operatorID: String
    /// The operator's registered name.
    package let operatorName: String
    /// `UKGC`, `MGA` or `CGA`.
    package let regulator: String
    /// `B2C` or `B2B`.
    package let kind: String
    /// The IANA zone in which the licence's gaming days begin at midnight, `Europe/London`.
    package let gamingDayZone: String
    /// ISO 4217; its minor unit is a hundredth.
    package let baseCurrency: String
    /// The brand of the licence's active domain, `Northwind Casino`.
    package let brand: String
    /// The host name of that domain.
    package let domain: String

    /// Takes the values as they are; `isValidID` tells whether the id may be used.
    package init(
        id: String, number: String, operatorID: String, operatorName: String, regulator: String, kind: String = "B2C",
        gamingDayZone: String, baseCurrency: String, brand: String, domain: String
    ) {
        self.id = id
        self.number = number
        self.operatorID = operatorID
        self.operatorName = operatorName
        self.regulator = regulator
        self.kind = kind
        self.gamingDayZone = gamingDayZone
        self.baseCurrency = baseCurrency
        self.brand = brand
        self.domain = domain
    }

    /// Whether a text may be a licence's id: it becomes part of file names, SQL text and URLs.
    package static func isValidID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension Licence {
    /// The three licences of the invented operator Northwind, one for each regulator.
    package static let northwind: [Licence] = [
        Licence(
            id: "UKGC-000123", number: "000123", operatorID: "northwind", operatorName: "Northwind Gaming Ltd", regulator: "UKGC",
            gamingDayZone: "Europe/London", baseCurrency: "GBP", brand: "Northwind Casino", domain: "northwind.example"),
        Licence(
            id: "MGA-B2C-456-2019", number: "MGA/B2C/456/2019", operatorID: "northwind", operatorName: "Northwind Gaming Ltd",
            regulator: "MGA", gamingDayZone: "Europe/Malta", baseCurrency: "EUR", brand: "Northwind Malta",
            domain: "mt.northwind.example"),
        Licence(
            id: "CGA-OGL-2024-789", number: "OGL/2024/789", operatorID: "northwind", operatorName: "Northwind Gaming Ltd",
            regulator: "CGA", gamingDayZone: "America/Curacao", baseCurrency: "USD", brand: "Northwind Global",
            domain: "global.northwind.example"),
    ]
}
