import Incidents

extension Fault {
    static let shortfallsNotFound = Fault(
        "shortfalls-not-found", "Players' funds that are not covered are not noticed", .sleepingDetector(.funds))
}
