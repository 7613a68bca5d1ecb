import App
import Foundation
import Storage
import TestSupport
import Testing

/// A process is killed at random moments while many write: what it acknowledged is there, once, and all is whole.
@Suite(.serialized) struct KillFaultTests {
    /// A dozen times in a usual run, two hundred in a soak.
    static let rounds = ProcessInfo.processInfo.environment["CASSIA_SOAK"] == nil ? 6 : 100

    @Test(arguments: TestEngine.allCases)
    func whatWasAcknowledgedSurvivesAKill(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let perRound: Int64 = 6_000
        try prepare(database, count: perRound)
        var first: Int64 = 1
        var generator = SystemRandomNumberGenerator()
        for round in 0..<Self.rounds {
            let acknowledged = try run(
                database, first: first, count: perRound, milliseconds: .random(in: 20...700, using: &generator))
            let last = try check(database, acknowledged, round: round)
            first = last + 1
            if first > perRound / 2 {
                try extend(database, from: first, count: perRound)
            }
        }
    }

    private func prepare(_ database: TestDatabase, count: Int64) throws {
        let book = try Book.open(database.url, now: { 0 })
        defer { book.close() }
        try SampleBook.make(in: book).addClaimed(count: count)
    }
}
