import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct BookImportTests {
    @Test(arguments: TestEngine.allCases)
    func aBookComesInAndBalances(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        let outcomes = try await sample.run()
        #expect(
            outcomes.mapValues(\.counts.refused) == [
                .institutions: 0, .agreements: 0, .guarantees: 0, .events: 0,
            ])
        #expect(outcomes[.events]?.counts.accepted == 12)
        try await sample.withBook { book in
            #expect(try await Verification.run(book).findings.isEmpty)
            let position = try position(of: "K1", book)
            #expect(position.loss == Fen(81_001_001))
            #expect(position.netRecovered == Fen(9_900_033))
            #expect(try balance("T1", .fund, book) == .zero)
            #expect(try balance("G1", .lost, book) == Fen(28_000_000))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func runningItAgainChangesNothing(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        _ = try await sample.run()
        let before = try sample.withBook { try head($0) }
        let again = try await sample.run()
        for table in BookTable.allCases {
            #expect(again[table]?.counts.alreadyThere == again[table]?.counts.read)
        }
        #expect(try sample.withBook { try head($0) } == before)
    }

    /// References that a spreadsheet would calculate are guarded in the export and come back as they were.
    @Test(arguments: TestEngine.allCases)
    func whatWasExportedIsThereAlready(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        var events = ImportSample.events
        for (old, new) in [("e1", "=e1"), ("e2", "-2016-0001"), ("e3", "@e3"), ("f1", "'=f1"), ("f2", "'f2")]
        {
            events = events.replacing(",\(old),", with: ",\(new),")
        }
        try sample.write(.events, events)
        _ = try await sample.run()
        let before = try sample.withBook { try head($0) }
        let path = "\(sample.folder)/exported.csv"
        try await sample.withBook { book in
            let written = try await BookList.events.write(book, to: path, format: .csv)
            #expect(written == 12)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("'-2016-0001"))
        sample.files[.events] = path
        #expect(try await sample.run([.events])[.events]?.counts.alreadyThere == 12)
        #expect(try sample.withBook { try head($0) } == before)
    }

    @Test(arguments: TestEngine.allCases)
    func refusedRowsCarryAllTheirReasonsAndGoodOnesStay(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        try sample.write(
            .guarantees,
            ImportSample.guarantees + """
                K3,A9,\(ImportSample.code),x,450100,I65,20,1,1,1,0.01,2016-03-01,2016-03-01,2017-03-01
                K4,A1,91450100MA5K00012K,,45010,C65,-1,x,1,1.005,2%%,2016-02-30,2016-03-01,2017-03-01
                K5,A1,\(ImportSample.code),x,450100,I65,20,1,1,1,0.0201,2016-03-01,2016-03-01,2017-03-01
                K6,A1,\(ImportSample.code),x,450100,I65,20,1,1,5000000.01,0.01,2016-03-01,\
                2016-03-01,2017-03-01
                K7,A2,\(ImportSample.code),x,450100,I65,20,1,1,1,0.01,2016-03-01,2016-03-01,2017-03-01
                K1,A1,\(ImportSample.code),x,450100,I65,20,3000000,5000000,2000000,1.5%,2016-03-01,\
                2016-03-01,2017-03-01
                K8,A1,\(ImportSample.code)

                """)
        let outcomes = try await sample.run([.institutions, .agreements, .guarantees])
        let counts = try #require(outcomes[.guarantees]?.counts)
        #expect((counts.read, counts.accepted, counts.refused, counts.alreadyThere) == (9, 2, 7, 0))
        let rejects = sample.rejects(.guarantees)
        let lines = rejects.split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[1].hasPrefix("K3,") && lines[1].contains("There is no agreement A9"))
        for word in [
            "check", "enterprise_name", "division", "section", "employees", "revenue_yuan", "principal_yuan",
            "fee_rate", "contract_on",
        ] {
            #expect(lines[2].contains(word), "\(word) is named in \(lines[2])")
        }
        #expect(lines[3].contains("ceiling of 2%"))
        #expect(lines[4].contains("ceiling of 5000000.00"))
        #expect(lines[5].contains("not in force"))
        #expect(lines[6].contains("principal_yuan"))
        // Mended and given again, they go in.
        try sample.write(.guarantees, rejects.replacingOccurrences(of: "A9", with: "A1"))
        let mended = try await sample.run([.guarantees])
        #expect(mended[.guarantees]?.counts.accepted == 1)
    }

    @Test(arguments: TestEngine.allCases)
    func eventsThatCannotHaveHappenedAreRefused(_ engine: TestEngine) async throws {
        let sample = try ImportSample(engine)
        try sample.write(
            .events,
            """
            on,guarantee_no,event,amount_yuan,reference
            2016-03-02,K1,disbursed,1000000.00,e1
            2016-03-02,K1,disbursed,0.01,e2
            2016-03-03,K1,claimed,1000000.01,e3
            2016-03-03,K1,compensated,1.00,e4
            2016-03-03,K1,recovered,1.00,e5
            2016-03-04,K1,repaid,1000000.01,e6
            2016-03-04,K1,reguarantor_paid,1.00,e7
            2016-03-04,K9,repaid,1.00,e8
            2016-03-04,K1,bought,1.00,e9
            2016-03-04,K1,repaid,-1.00,e10
            2016-03-04,K1,repaid,1.00,
            2016-03-04,K1,repaid,1.00,e1
            2016-03-04,K1,released,5.00,e11
            2016-03-05,K1,repaid,400000.00,e12
            2016-03-05,K1,repaid,400000.00,e12
            2016-02-05,K1,repaid,1.00,e13
            99999999999999999999,K1,repaid,9999999999999999999,e14

            """)
        let outcomes = try await sample.run()
        let counts = try #require(outcomes[.events]?.counts)
        #expect((counts.read, counts.accepted, counts.refused, counts.alreadyThere) == (17, 2, 14, 1))
        let rejects = sample.rejects(.events)
        for word in [
            "not yet disbursed", "claimed principal of 1000000.01", "'in force'; 'Compensated'",
            "no guarantee K9",
            "must be one of", "must not be empty", "reference e1 already", "must be empty or 0",
            "before the contract",
        ] {
            #expect(rejects.contains(word), "\(word)")
        }
        let findings = try await sample.withBook { book in try await Verification.run(book).findings }
        #expect(findings.isEmpty)
    }

    /// A refused row that is mended goes to its place among what was recorded meanwhile.
    @Test(arguments: TestEngine.allCases)
    func aMendedRowEndsLikeOneThatWasRightAtOnce(_ engine: TestEngine) async throws {
        let whole = try ImportSample(engine)
        _ = try await whole.run()
        let sample = try ImportSample(engine)
        let broken = ImportSample.events.replacingOccurrences(of: "repaid,200000.00", with: "repaid,200 000")
        try sample.write(.events, broken)
        #expect(try await sample.run()[.events]?.counts.refused == 1)
        let mended = sample.rejects(.events).replacingOccurrences(of: "200 000", with: "200000.00")
        try sample.write(.events, mended)
        #expect(try await sample.run([.events])[.events]?.counts.accepted == 1)
        let found = try sample.withBook { book in try self.position(of: "K1", book) }
        #expect(try whole.withBook { book in try self.position(of: "K1", book) } == found)
        let findings = try await sample.withBook { book in try await Verification.run(book).findings }
        #expect(findings.isEmpty, "\(findings)")
    }

    /// Rows need not be in the order of their days.
    @Test func eventsAreReplayedByDay() async throws {
        let sample = try ImportSample(.sqlite)
        let lines = ImportSample.events.split(separator: "\n")
        try sample.write(.events, ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n")
        // Within a day the order of the file holds, so costs come before what they recover, and fees before
        // the loan.
        let outcomes = try await sample.run()
        #expect(outcomes[.events]?.counts.accepted == 12)
        let found = try sample.withBook { book in try self.position(of: "K1", book) }
        #expect(found.writtenOff == Fen(70_000_000))
    }

    @Test func chineseFilesInGB18030AreRead() async throws {
        let sample = try ImportSample(.sqlite)
        let encoding = String.Encoding(rawValue: 0x8000_0632)
        try sample.write(
            .institutions, try #require(ImportSample.institutions.data(using: encoding)), ending: "csv")
        _ = try await sample.run([.institutions])
        try sample.withBook { book in
            let names = try book.database.readSynchronously { try InstitutionStore.all($0).map(\.name) }
            #expect(names == ["南宁担保", "再担保", "北部湾银行", "南宁财政"])
        }
    }

    private func head(_ book: Book) throws -> [UInt8] {
        try book.database.readSynchronously { connection in
            try connection.first("SELECT hash FROM audit ORDER BY id DESC LIMIT 1") { $0.bytes(0) } ?? []
        }
    }

    private func position(of number: String, _ book: Book) throws -> Position {
        let rows = try book.database.readSynchronously { connection in
            try connection.all(
                SQL(
                    """
                    SELECT p.* FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id WHERE
                        g.number = ?
                    """, [.text(number)])
            ) { PositionRow.position($0, from: 3) }
        }
        return try #require(rows.first)
    }

    private func balance(_ code: String, _ kind: Account.Kind, _ book: Book) throws -> Fen {
        try book.database.readSynchronously { connection in
            let institution = try InstitutionStore.find(code: code, connection)
            let account = Account(institution?.id ?? ID(0), kind)
            return try connection.first(
                SQL("SELECT amount FROM balance WHERE account = ?", [.int(account.number)])
            ) {
                Fen($0.int(0))
            } ?? .zero
        }
    }
}
