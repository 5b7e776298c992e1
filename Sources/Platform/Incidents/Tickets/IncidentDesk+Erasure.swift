package import Store

extension IncidentDesk {
    /// Runs what takes a player out of incidents, and records for each how its contents are committed to afterwards: without it the next
    /// change of an incident would not begin with what the trail has of it. What is recorded names no player.
    ///
    /// - Parameter erase: takes the player out of the store; what it returns is returned.
    package func recordErasure<Value>(
        ofPlayer player: String, by author: DeskAuthor, in transaction: Transaction, _ erase: () throws -> Value
    ) throws -> Value {
        let work = DeskWork(desk: self, transaction: transaction, author: author)
        let earlier = try transaction.snapshot.incidents(ofPlayer: player).filter { $0.operatorID == operatorID }
            .map { (id: $0.id, commitment: try work.commitment(to: $0)) }
        let value = try erase()
        for (id, commitment) in earlier {
            guard let incident = try transaction.snapshot.incident(id) else { continue }
            try work.record(incident, before: commitment, reason: "an erasure took details away")
        }
        return value
    }
}
