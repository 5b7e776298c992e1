import Crypto
import Foundation

/// Personal data under each player's own key, and the first entry of each player's status.
struct PeopleRecords {
    private let around: Surroundings

    init(_ around: Surroundings) {
        self.around = around
    }

    func write(_ people: [Surroundings.Person]) throws {
        var names = around.generator("names")
        var keys = around.generator("keys")
        for (position, person) in people.enumerated() {
            let data = Self.invented(person, number: position, &names)
            let key = PlayerKey(bytes: Self.bytes(32, &keys))
            try around.writer.insert("player_key", [person.id, key.data, person.registeredAt, nil])
            let sealed = try data.values.map { column, value in
                try key.sealed(value, player: person.id, column: column, nonce: Self.bytes(12, &keys))
            }
            try around.writer.insert("player_pii", [person.id, around.licence.id] + sealed)
            try around.writer.insert(
                "player_status_event",
                [
                    Surroundings.id(at: person.registeredAt, &names), around.licence.id, person.id, person.registeredAt, nil, "ACTIVE",
                    "REGISTRATION", "system",
                ])
        }
    }

    private static let firstNames = ["Alice", "Bruno", "Chiara", "Daniel", "Élodie", "Farid", "Grace", "Hannu", "Inês", "Jürgen"]
    private static let lastNames = ["Archer", "Borg", "Camilleri", "Dubois", "Evans", "Fenech", "García", "Howells", "Virtanen", "Zammit"]

    private static func invented(
        _ person: Surroundings.Person, number: Int, _ generator: inout SeededGenerator
    ) -> PersonalData {
        let first = firstNames[Int(generator.below(Int64(firstNames.count)))]
        let last = lastNames[Int(generator.below(Int64(lastNames.count)))]
        let digits = String(1_000_000 + generator.below(9_000_000))
        return PersonalData(
            firstName: first, lastName: last, email: "player\(number).\(digits)@mail.example", phone: "+00 000 \(digits)",
            addressLines: "\(1 + generator.below(200)) Example Street", postcode: "\(person.country)-\(10_000 + generator.below(90_000))",
            nationalID: "\(person.country)\(digits)", idDocumentNumber: "D\(digits)")
    }

    private static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> Data {
        var data = Data()
        while data.count < count { unsafe withUnsafeBytes(of: generator.next().bigEndian) { unsafe data.append(contentsOf: $0) } }
        return data.prefix(count)
    }
}
