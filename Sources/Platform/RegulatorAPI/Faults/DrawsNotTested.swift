import Incidents

extension Fault {
    static let drawsNotTested = Fault("draws-not-tested", "The draws of random number generators are not tested", .sleepingDetector(.draws))
}
