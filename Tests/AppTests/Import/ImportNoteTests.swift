import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// What is told of rows that come in all the same, and what is refused before anything is written.
@Suite struct ImportNoteTests {
    private static func row(_ number: String, name: String = "x", division: String = "450100") -> String {
        "\(number),A1,\(ImportSample.code),\(name),\(division),I65,20,1,1,10000,0.01,2016-03-01,2016-03-01,"
            + "2017-03-01\n"
    }

    @Test(arguments: TestEngine.allCases)
    func anotherNameOrPlaceIsTold(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        _ = try await sample.run()
        let rows = Self.row("N1", name: "Another name") + Self.row("N2", division: "450181")
        try sample.write(.guarantees, ImportSample.guarantees + rows)
        let outcome = try #require(try await sample.run([.guarantees])[.guarantees])
        #expect((outcome.counts.accepted, outcome.counts.refused, outcome.counts.noted) == (2, 0, 2))
        let notes = outcome.notes.map(\.sentence.en)
        #expect(notes.contains { $0.contains("here it is 'Another name'") })
        #expect(notes.contains { $0.contains("450181 was not in force on 2016-03-01 (横州市 2021–)") })
        // What is there already has nothing new to be told of.
        #expect(try await sample.run([.guarantees])[.guarantees]?.counts.noted == 0)
    }

    @Test(arguments: TestEngine.allCases)
    func blanksAroundANumberMakeNoOther(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        _ = try await sample.run()
        let blanks = ImportSample.guarantees.replacing("K1,", with: "\u{3000}K1 ,")
        try sample.write(.guarantees, blanks)
        let counts = try #require(try await sample.run([.guarantees])[.guarantees]?.counts)
        #expect(counts.alreadyThere == counts.read && counts.read > 0)
    }

    @Test(arguments: TestEngine.allCases)
    func aPlaceThatThereIsNotIsRefused(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        let places = ["999999", "459900", "160000", "45010", "4501001", "南宁"]
        let rows = places.enumerated().map { Self.row("P\($0)", division: $1) }.joined()
        let good = Self.row("Q1", division: "440100") + Self.row("Q2", division: "450171")
        try sample.write(.guarantees, ImportSample.guarantees + rows + good)
        let counts = try #require(try await sample.run()[.guarantees]?.counts)
        #expect(counts.refused == places.count)
        let rejects = sample.rejects(.guarantees)
        #expect(rejects.contains("division '999999' is no division"))
        #expect(rejects.contains("division '45010' must be a division code of six digits"))
    }

    /// A file whose refused rows have no place, or that is none of its kind, stops the import at once.
    @Test(arguments: TestEngine.allCases)
    func nothingIsWrittenWhenOneFileCannotBeTaken(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        let taken = "\(sample.folder)/rejects/events.csv"
        try "something else".write(toFile: taken, atomically: true, encoding: .utf8)
        await #expect(throws: (any Error).self) { try await sample.run() }
        try FileManager.default.removeItem(atPath: taken)
        try sample.write(.events, "on,guarantee_no\n")
        await #expect(throws: (any Error).self) { try await sample.run() }
        let institutions = try sample.withBook { book in
            try book.database.readSynchronously { connection in
                try connection.first("SELECT COUNT(*) FROM institution") { $0.int(0) }
            }
        }
        #expect(institutions == 0)
        try sample.write(.events, ImportSample.events)
        #expect(try await sample.run()[.events]?.counts.refused == 0)
    }
}
