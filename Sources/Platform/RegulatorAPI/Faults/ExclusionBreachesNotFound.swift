import Incidents

extension Fault {
    static let exclusionBreachesNotFound = Fault(
        "exclusion-breaches-not-found", "Play during an exclusion is not noticed", .sleepingDetector(.exclusions))
}
