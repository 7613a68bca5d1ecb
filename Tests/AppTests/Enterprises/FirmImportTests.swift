import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// Tables of firms: told once, kept with their source, never overwritten by another.
@Suite struct FirmImportTests {
    static let day = Day(2017, 6, 1)!
    static let header =
        "credit_code,name,division,industry,registered_on,employees,revenue_y0,net_assets_y0,dishonest"

    @Test(arguments: TestEngine.allCases) func toldOnceAndKept(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        let first = try await sample.tell(
            "department",
            [
                "\(sample.code(1)),南宁云例软件有限公司,450103,I65,2010-03-04,60,12000000.50,-5.00,false",
                "\(sample.code(2)),柳州木样机械有限公司,450202,C35,2012-01-01,,,,",
                "91450100DM000000XX,坏代码,450103,I65,2010-02-30,many,1.234,,maybe",
            ])
        #expect(first.counts == ImportCounts(read: 3, accepted: 2, refused: 1))
        let reasons = try #require(first.refusals.first?.reasons)
        #expect(reasons.count == 5)
        #expect(sample.rejects().contains("must be a day"))

        // The same again changes nothing; a newer value of the same source replaces it and the older is kept.
        let again = try await sample.tell(
            "department",
            [
                "\(sample.code(1)),南宁云例软件有限公司,450103,I65,2010-03-04,60,12000000.50,-5.00,false",
                "\(sample.code(2)),柳州木样机械有限公司,450202,C35,2012-01-01,33,,,",
            ])
        #expect(again.counts == ImportCounts(read: 2, accepted: 1, alreadyThere: 1))
        let other = try await sample.tell(
            "office", ["\(sample.code(1)),南宁云例软件股份有限公司,,,,,12000000.49,,"], on: Self.day + 3)
        #expect(other.counts.accepted == 1)

        let facts = try sample.facts(1, on: Self.day + 10)
        let revenue = try #require(facts.facts["revenue_y0"])
        #expect(revenue.isDisputed)
        #expect(revenue.told.map(\.value) == [.number(1_200_000_049), .number(1_200_000_050)])
        #expect(revenue.told.map(\.source.name) == ["office", "department"])
        #expect(facts.facts["net_assets_y0"]?.value == .number(-500))
        #expect(facts.facts["size_industry"]?.value == .text("software"))
        #expect(facts.facts["rd_y0"] == nil)
        // Before the office told it, there was no dispute.
        #expect(try sample.facts(1, on: Self.day + 2).facts["revenue_y0"]?.isDisputed == false)
        let statements = try sample.read { try StatementStore.all(of: 1, $0) }
        #expect(statements.map(\.otherName) == [nil, "南宁云例软件股份有限公司"])
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test(
        arguments: TestEngine.allCases,
        ["UPDATE enterprise_statement SET employees = 61", "DELETE FROM enterprise_statement"])
    func aChangeBehindTheBackIsFound(engine: TestEngine, sql: String) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,450103,I65,,60,,,"])
        try sample.tamper(sql)
        #expect(try await Verification.run(sample.book).findings.first?.code == "row_differs")
    }

    @Test(arguments: TestEngine.allCases) func aFirmMayStandInATableTwice(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        let row = "\(sample.code(1)),甲,450103,I65,,,,,"
        let outcome = try await sample.tell("department", [row, row, "\(sample.code(1)),甲,,,,7,,,"])
        #expect(outcome.counts == ImportCounts(read: 3, accepted: 2, alreadyThere: 1))
        #expect(try sample.facts(1, on: Self.day).facts["employees"]?.value == .number(7))
        #expect(try sample.read { try $0.first("SELECT COUNT(*) FROM enterprise") { $0.int(0) } } == 1)
        // Rows that differ are told once, however often their file is given.
        let (one, other) = ("\(sample.code(2)),乙,,,,5,,,", "\(sample.code(2)),乙,,,,6,,,")
        #expect(try await sample.tell("department", [one, other]).counts.accepted == 2)
        #expect(try await sample.tell("department", [one, other]).counts.alreadyThere == 2)
    }

    @Test func rowsWithNothingToTellRegisterTheFirmAlone() async throws {
        let sample = try FirmSample(.sqlite)
        let row = "\(sample.code(1)),甲,,,,,,,"
        #expect(try await sample.tell("department", [row]).counts.accepted == 1)
        #expect(try await sample.tell("department", [row]).counts.alreadyThere == 1)
        #expect(try sample.facts(1, on: Self.day).facts.isEmpty)
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test func gb18030AndOtherNamesAreRead() async throws {
        let sample = try FirmSample(.sqlite)
        let text = "代码,企业,收入\n\(sample.code(1)),桂林漓样陶瓷有限公司,\"1,234.5\"\n"
        let encoding = String.Encoding(rawValue: 0x8000_0632)
        let path = "\(sample.folder)/gb.csv"
        try #require(text.data(using: encoding)).write(to: URL(filePath: path))
        let mapping = try Mapping(
            yaml: """
                firms:
                  columns:
                    credit_code: 代码
                    name: 企业
                    revenue_y0: { from: 收入, money: 万元 }
                """, file: "m.yaml")
        let outcome = try await sample.run(path, "department", mapping: mapping)
        #expect(outcome.counts.accepted == 1)
        #expect(try sample.facts(1, on: Self.day).facts["revenue_y0"]?.value == .number(1_234_500_000))
    }

    @Test(arguments: TestEngine.allCases) func recordsAreEnteredOnce(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let code = sample.code(1)
        let tables: [(FirmRecordImport.Table, String, Int)] = [
            (.platforms, "name,kind,division\n青设众创空间,maker_space,450100\n乙,zone,4501\n", 1),
            (.hosting, "credit_code,platform,from\n\(code),青设众创空间,2016-01-01\n\(code),无,2016-01-01\n", 1),
            (
                .rights,
                """
                credit_code,kind,number,title,obtained,core,granted_on,ends_on
                \(code),invention,ZL1,一种方法,own,true,2015-01-01,2030-01-01
                \(code),software,R2,系统,own,,2016-01-01,2015-01-01
                \(sample.code(9)),software,R3,系统,own,,2016-01-01,

                """, 2
            ),
            (
                .qualifications,
                "credit_code,kind,number,granted_on,ends_on\n\(code),hnte,G1,2016-11-30,2019-11-29\n", 0
            ),
            (.incidents, "credit_code,kind,on,words\n\(code),safety,2017-01-02,通报\n", 0),
        ]
        for (table, text, refused) in tables {
            let first = try await sample.enter(table, text)
            #expect(first.counts.refused == refused && first.counts.accepted == 1, "\(table)")
            let again = try await sample.enter(table, text)
            #expect(again.counts.alreadyThere == 1 && again.counts.accepted == 0, "\(table)")
        }
        let facts = try sample.facts(1, on: Self.day).facts.mapValues(\.value)
        #expect(facts["ip_class1"] == .number(1) && facts["ip_class2"] == .number(0))
        #expect(facts["hosted_by"] == .text("青设众创空间") && facts["incident"] == .number(1))
        #expect(facts["hnte_until"] == .number(Int64(Day(2019, 11, 29)!.number)))
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test(arguments: [TableFormat.csv, .xlsx]) func templatesAreTakenBack(format: TableFormat) async throws {
        let sample = try FirmSample(.sqlite)
        let path = "\(sample.folder)/template.\(format.ending)"
        try Data(FirmTemplate.bytes(format)).write(to: URL(filePath: path))
        #expect(try await sample.run(path, "department").counts == ImportCounts())
    }

    @Test func unknownColumnsAreNamed() async throws {
        let sample = try FirmSample(.sqlite)
        let path = "\(sample.folder)/wrong.csv"
        try Data("credit_code,name,revenue_y\n".utf8).write(to: URL(filePath: path))
        await #expect(throws: TableRefusal.self) { try await sample.run(path, "department") }
    }

    @Test(arguments: TestEngine.allCases) func theSchemaHasEveryFact(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        var facts: [String] = []
        for fact in FirmFact.all { facts.append(FirmSample.some(fact)) }
        let path = "\(sample.folder)/all.csv"
        let header = (["credit_code", "name"] + FirmFact.all.map(\.name)).joined(separator: ",")
        let row = ([sample.code(1), "甲"] + facts).joined(separator: ",")
        try Data("\(header)\n\(row)\n".utf8).write(to: URL(filePath: path))
        #expect(try await sample.run(path, "department").counts.accepted == 1)
        let known = try sample.facts(1, on: Self.day)
        for fact in FirmFact.all {
            let value = try #require(known.facts[fact.name]?.value)
            let text = FirmSample.some(fact)
            #expect(
                EnterpriseJSON.text(value, fact) == (fact.kind == .points(8) ? "1.50" : text), "\(fact.name)")
        }
    }
}

/// The same facts column by column and firm by firm.
@Suite struct FactColumnsTests {
    @Test(arguments: TestEngine.allCases) func columnsAgreeWithSingleReading(engine: TestEngine) async throws
    {
        let sample = try FirmSample(engine)
        var random = SeededGenerator(seed: 4)
        for (source, shift) in [("b", 0), ("a", 400), ("b", 20), ("c", 1)] {
            try await sample.tellRandom(source, on: FirmImportTests.day + shift, firms: 60, &random)
        }
        try sample.addRecords()
        let days = [FirmImportTests.day + 10, FirmImportTests.day + 30, FirmImportTests.day + 500]
        for day in days {
            var seen = 0
            try await FactColumns.forEach(FirmFact.all, on: day, in: sample.book, step: 7) { columns in
                for (place, number) in columns.numbers.enumerated() {
                    let facts = try sample.read { try EnterpriseFacts.read(number, on: day, $0) }
                    for (column, fact) in FirmFact.all.enumerated() {
                        let known = facts.facts[fact.name]?.value
                        let expected = FirmSample.columnValue(known, fact)
                        #expect(columns.values[column][place] == expected.0, "\(fact.name)")
                        let text = fact.isKeptAsText ? columns.texts[column][place] : nil
                        #expect(text == expected.1, "\(fact.name)")
                    }
                    seen += 1
                }
            }
            #expect(seen > 20)
        }
    }

    @Test func aFewFactsAreReadAlone() async throws {
        let sample = try FirmSample(.sqlite)
        var random = SeededGenerator(seed: 5)
        try await sample.tellRandom("a", on: FirmImportTests.day, firms: 10, &random)
        let wanted = [FirmFact.named("revenue_y1"), .named("hosted_by")]
        try await FactColumns.forEach(wanted, on: Day(2018, 1, 1)!, in: sample.book) { columns in
            #expect(columns.values.map(\.count) == [columns.numbers.count, columns.numbers.count])
            #expect(columns.creditCodes.count == columns.names.count)
        }
    }
}
