import Incidents

extension Fault {
    static let structuringNotFound = Fault(
        "structuring-not-found", "Payments just under a threshold are not noticed", .sleepingDetector(.structuring))
}
