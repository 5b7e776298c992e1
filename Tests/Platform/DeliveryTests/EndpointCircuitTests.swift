import Documents
import Testing

@testable import Delivery

@Suite struct EndpointCircuitTests {
    let start = Timestamp(milliseconds: 1_792_000_000_000)
    private func later(_ seconds: Int64) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    private func opened() -> EndpointCircuit {
        var circuit = EndpointCircuit()
        for _ in 0..<5 { circuit.take(.failed, at: start) }
        return circuit
    }

    @Test func `five failures in a row open it, four and an answer between them do not`() {
        var circuit = EndpointCircuit()
        for _ in 0..<4 { circuit.take(.failed, at: start) }
        #expect(circuit.room(limit: 4, at: start) == 4)
        circuit.take(.answered, at: start)
        for _ in 0..<4 { circuit.take(.failed, at: start) }
        #expect(circuit.room(limit: 4, at: start) == 4)
        circuit.take(.failed, at: start)
        #expect(circuit.state == .open(until: later(30)) && circuit.room(limit: 4, at: start) == 0)
    }

    @Test func `after its pause it lets one probe through, whose answer closes it`() {
        var circuit = opened()
        #expect(circuit.room(limit: 4, at: later(29)) == 0)
        #expect(circuit.room(limit: 4, at: later(30)) == 1)
        circuit.begin(at: later(30))
        #expect(circuit.state == .halfOpen && circuit.room(limit: 4, at: later(300)) == 0)
        circuit.take(.answered, at: later(31))
        #expect(circuit.state == .closed(failures: 0) && circuit.room(limit: 4, at: later(31)) == 4)
    }

    @Test func `a probe that fails opens it for another pause, and one that showed nothing is made again at once`() {
        var circuit = opened()
        circuit.begin(at: later(30))
        circuit.take(.failed, at: later(40))
        #expect(circuit.state == .open(until: later(70)))
        circuit.begin(at: later(70))
        circuit.take(.untouched, at: later(71))
        #expect(circuit.room(limit: 4, at: later(71)) == 1)
    }

    @Test func `a clock that was set back holds no endpoint up`() {
        var circuit = opened()
        #expect(circuit.room(limit: 4, at: later(-3600)) == 1)
        circuit.begin(at: later(-3600))
        #expect(circuit.state == .halfOpen)
    }

    @Test func `what began before it opened does not prolong the pause, and an answer to it closes it`() {
        var circuit = opened()
        circuit.take(.failed, at: later(20))
        #expect(circuit.state == .open(until: later(30)))
        circuit.take(.answered, at: later(20))
        #expect(circuit.room(limit: 4, at: later(20)) == 4)
    }
}
