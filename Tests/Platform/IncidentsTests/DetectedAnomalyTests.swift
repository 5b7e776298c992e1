import Documents
import SourceData
import Testing

@testable import Incidents

@Suite struct DetectedAnomalyTests {
    private static func anomaly(
        _ detector: Detector = .exclusions, licence: String = "UKGC-000123", key: [String] = ["e1"], summary: String = "Play", z: Node = "1"
    ) -> DetectedAnomaly {
        DetectedAnomaly(
            detector: detector, licence: licence, key: key, occurredAt: Timestamp(milliseconds: 1000), summary: summary,
            details: ["z": z], player: "p1")
    }

    @Test func `its event has an id that follows from what it is about`() {
        // The first sixteen bytes of the SHA-256 of the words, each after its length, with the bits of a UUID of version 8.
        #expect(Self.anomaly().eventID(in: "") == "e9d3fa7c-1669-8940-9b40-d7d1b36b7511")
        #expect(Self.anomaly().eventID(in: "t") == "138f7d44-cd0d-8cd8-981c-b75648215715")
        let others = [
            Self.anomaly(.funds), Self.anomaly(licence: "L"), Self.anomaly(key: ["e", "1"]), Self.anomaly(key: ["e1", ""]),
        ]
        #expect(Set(others.map { $0.eventID(in: "") } + [Self.anomaly().eventID(in: "")]).count == 5)
    }

    @Test func `figures and words may differ, the event is the same`() {
        let (first, second) = (Self.anomaly(), Self.anomaly(summary: "More play", z: "2"))
        let later = Timestamp(milliseconds: 5000)
        #expect(first.event(in: "", awareAt: later).document == second.event(in: "", awareAt: later).document)
        #expect(first.event(in: "", awareAt: later).id == second.event(in: "", awareAt: Timestamp(milliseconds: 9000)).id)
    }

    @Test func `it is told of no later than it was found, and a summary that names somebody is not told`() {
        let event = Self.anomaly(summary: "Play by P-10023").event(in: "", awareAt: Timestamp(milliseconds: 500))
        #expect(event.occurredAt.milliseconds == 500 && event.awareAt.milliseconds == 500)
        #expect(event.summary == "Found in the operator's tables by the detector exclusions")
        #expect(Self.anomaly().event(in: "", awareAt: Timestamp(milliseconds: 5000)).summary == "Play")
    }

    @Test(arguments: Detector.allCases) func `each detector opens incidents of a type that there is`(detector: Detector) throws {
        #expect(try DeskScene().catalogue.type(detector.incidentCode).code == detector.incidentCode)
    }
}
