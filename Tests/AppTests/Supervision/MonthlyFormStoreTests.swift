import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The monthly form out of the book, and what is entered beside it.
@Suite struct MonthlyFormStoreTests {
    private static let today = Day(2023, 1, 1)!
    private static let june = FormMonth("2017-06")!

    @Test(arguments: TestEngine.allCases)
    func everyDrawnCellIsThatOfThePlainList(_ engine: TestEngine) throws {
        let province = try Province(engine)
        var sums: [String: Int64] = [:]
        for text in ["2020-01", "2020-07", "2020-12", "2021-02", "2021-06", "2021-12", "2022-05"] {
            let month = try #require(FormMonth(text))
            for guarantor in 0..<3 {
                let form = try province.book.database.readSynchronously {
                    try MonthlyFormStore.draw("G\(guarantor + 1)", month, today: Self.today, $0)
                }
                let plain = PlainMonthlyForm(province: province, guarantor: guarantor)
                try expect(form, plain, month, &sums)
                // Not entered, so below what is drawn; and entries of an earlier year were taken back.
                let expected: Set = ["monthly_form_missing", "monthly_form_negative"]
                let unsound = MonthlyFormCheck.findings(form).filter { !expected.contains($0.code) }
                #expect(unsound.isEmpty, "\(unsound.map(\.sentence.en))")
            }
        }
        // Each kind of business must be among them; the province has no micro firms.
        for (row, sum) in sums where !row.hasSuffix(".5") { #expect(sum != 0, "\(row)") }
    }

    private func expect(
        _ form: MonthlyForm, _ plain: PlainMonthlyForm, _ month: FormMonth, _ sums: inout [String: Int64]
    ) throws {
        let lastYear = try #require(month.sameMonthLastYear)
        let columns: [(MonthlyFormColumn, Day, Day)] = [
            (.amount, month.beforeYear, month.last), (.lastYear, lastYear.beforeYear, lastYear.last),
            (.startOfYear, month.beforeYear, month.beforeYear),
        ]
        for (column, start, end) in columns {
            for (number, value) in try plain.values(start: start, end: end) {
                let row = try #require(MonthlyFormRow.find(number))
                sums[number, default: 0] += value
                let isDash = column == .startOfYear && row.span == .inYear
                #expect(
                    form[row, column] == (isDash ? .notApplicable : .value(value)),
                    "\(number) \(column.word) \(month) \(form.guarantor.code)")
            }
        }
        let figures = try PlainFigures(plain.province, asOf: month.last) { $0.guarantor == plain.guarantor }
        #expect(form.value("8", .amount) == figures.liability)
        #expect(form.value("7", .amount) == figures.outstanding)
        #expect(form.value("14", .amount) == figures.released)
        #expect(form.value("16", .amount) == figures.compensated)
        let worth = plain.guarantor < 2 ? Province.netAssets[plain.guarantor] : nil
        #expect(form.value("4", .amount) == worth)
    }

    @Test(arguments: TestEngine.allCases)
    func recordsAddUpToEveryCellOfTheProvince(_ engine: TestEngine) throws {
        let database = try engine.makeDatabase()
        let book = try Book.open(database.url, keyFile: database.keyFile, now: { Demonstration.openedAt })
        defer { book.close() }
        try Demonstration.make(in: book, scale: .tenth)
        let records = try book.database.readSynchronously { connection in
            var records = 0
            for guarantor in try InstitutionStore.all(connection) where guarantor.kind == .guarantor {
                let form = try MonthlyFormStore.draw(
                    guarantor.code, Self.june, today: Self.today, connection)
                let findings = MonthlyFormCheck.findings(form)
                #expect(findings.isEmpty, "\(guarantor.code): \(findings.map(\.sentence.en))")
                #expect(!form.checkedBy.isEmpty && !form.telephone.isEmpty)
                let behind = try MonthlyFormRecords(guarantor.id, Self.june, connection)
                for row in MonthlyFormRow.all {
                    for column in MonthlyFormColumn.allCases {
                        let list = behind.records(of: row, column)
                        records += list.count
                        let sum = list.reduce(0) { $0 + $1.amount }
                        #expect(
                            sum == form[row, column].value ?? 0,
                            "\(row.number) \(column.word) of \(guarantor.code)")
                    }
                }
            }
            return records
        }
        #expect(records > 2_000)
    }
}

// What is entered.
extension MonthlyFormStoreTests {
    private func entries(_ values: [String: String]) throws -> [MonthlyFormEntry] {
        try values.sorted { $0.key < $1.key }.map { try MonthlyFormEntry(row: $0.key, value: $0.value) }
    }

    private func enter(
        _ values: [String: String], _ month: String, _ book: Book, code: String = "G1"
    ) throws -> MonthlyEntries {
        let entries = try entries(values)
        let month = try #require(FormMonth(month))
        return try book.writeSynchronously(as: Actor("甲"), "monthly_entry.enter", because: "六月") { writing in
            let guarantor = try MonthlyEntryStore.guarantor(code, writing.connection)
            return try MonthlyEntryStore.enter(
                entries, of: guarantor, for: month, today: Self.today, writing)
        }
    }

    private func last(_ book: Book) throws -> (Int64, [String]) {
        let sql: SQL = "SELECT id, actor, action, subject, before, after FROM audit ORDER BY id DESC LIMIT 1"
        let record = try book.database.readSynchronously { connection in
            try connection.first(sql) { row in (row.int(0), (1...5).map { row.text($0) }) }
        }
        return try #require(record)
    }

    @Test(arguments: TestEngine.allCases)
    func entriesAreKeptWithWhatWasBefore(_ engine: TestEngine) throws {
        let province = try Province(engine, guarantees: 1)
        let (before, _) = try last(province.book)
        _ = try enter(["23": "14", "3": "1250.5", "checked_by": "李\"四"], "2021-06", province.book)
        let first = "{\"month\":\"2021-06\",\"3\":\"1250.50\",\"23\":\"14\",\"checked_by\":\"李\\\"四\"}"
        let (number, record) = try last(province.book)
        #expect(number == before + 1)
        #expect(record == ["甲", "monthly_entry.enter", "monthly_entry/1-202106", "", first])
        // The same again changes nothing.
        _ = try enter(["23": "14"], "2021-06", province.book)
        #expect(try last(province.book).0 == number)
        _ = try enter(["23": "15"], "2021-06", province.book)
        #expect(try last(province.book).1[3] == first)
        let form = try draw("2021-06", province.book)
        #expect(form.value("23", .amount) == 15 && form.value("3", .amount) == 1_250_500_000)
        #expect(form.checkedBy == "李\"四" && form.telephone.isEmpty)
    }

    private func draw(_ month: String, _ book: Book) throws -> MonthlyForm {
        let month = try #require(FormMonth(month))
        return try book.database.readSynchronously {
            try MonthlyFormStore.draw("G1", month, today: Self.today, $0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func eachColumnHasTheEntriesOfItsMonth(_ engine: TestEngine) throws {
        let province = try Province(engine, guarantees: 1)
        for (month, staff) in [("2020-06", "3"), ("2020-12", "4"), ("2021-06", "5")] {
            _ = try enter(["23": staff, "10": staff, "7.2.1": staff], month, province.book)
        }
        let form = try draw("2021-06", province.book)
        #expect(MonthlyFormColumn.allCases.map { form.value("23", $0) } == [5, 4, 3])
        #expect(MonthlyFormColumn.allCases.map { form.value("10", $0) } == [5_000_000, nil, 3_000_000])
        #expect(form.value("7.2.4", .startOfYear) == 4_000_000)
        #expect(try draw("2022-06", province.book).value("23", .startOfYear) == nil)
    }

    @Test func theYearlyFormHasTheCellsOfDecember() throws {
        let province = try Province(.sqlite, guarantees: 12)
        _ = try enter(["23": "9", "checked_by": "=王五"], "2020-12", province.book)
        let (month, directory) = (FormMonth("2020-12")!, try TestDirectory())
        let forms = try province.book.database.readSynchronously { connection in
            try [true, false].map {
                try MonthlyFormStore.draw("G1", month, isYearly: $0, today: Self.today, connection)
            }
        }
        for row in MonthlyFormRow.all {
            for column in MonthlyFormColumn.allCases {
                #expect(forms[0][row, column] == forms[1][row, column])
            }
        }
        try MonthlyFormExport.write(forms[0], to: directory("year.xlsx"))
        let cells = try directory.pythonRows(
            """
            import json, openpyxl
            sheet = openpyxl.load_workbook("year.xlsx").active
            places = ["A1", "A2", "D2", "A3", "A5"]
            last = [row[0].value for row in sheet.iter_rows(min_row=5)].index("23.3") + 5
            foot = [sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 3).value]
            print(json.dumps([[sheet[place].value for place in places] + foot]))
            """)
        #expect(
            cells == [
                ["融资担保机构主要数据年报表", "填报机构：机构G1", "2020年", "机构编号：G1", "1", "审核人：=王五", "联系电话："]
            ])
    }

    @Test(arguments: TestEngine.allCases)
    func theMonthBeforeIsProposedForWhatStands(_ engine: TestEngine) throws {
        let province = try Province(engine, guarantees: 1)
        _ = try enter(
            ["23": "14", "10": "9", "5.2.1": "8", "1": "7", "telephone": "1"], "2021-05", province.book)
        _ = try enter(["1": "70"], "2021-06", province.book)
        let proposed = try province.book.database.readSynchronously { connection in
            let guarantor = try MonthlyEntryStore.guarantor("G1", connection)
            return try MonthlyEntryStore.proposal(guarantor.id, FormMonth("2021-06")!, connection)
        }
        #expect(proposed == [try MonthlyFormEntry(row: "23", value: "14"), .telephone("1")])
    }

    @Test func wrongInstitutionsAndMonthsAreRefused() throws {
        let province = try Province(.sqlite, guarantees: 1)
        #expect(throws: NotFound.institution("X")) {
            _ = try enter(["23": "1"], "2021-06", province.book, code: "X")
        }
        #expect(throws: MonthlyFormRefusal.notAGuarantor("B1")) {
            _ = try enter(["23": "1"], "2021-06", province.book, code: "B1")
        }
        let (month, now) = (FormMonth("2023-02")!, FormMonth("2023-01")!)
        #expect(throws: MonthlyFormRefusal.monthInFuture(month, now)) {
            _ = try enter(["23": "1"], "2023-02", province.book)
        }
        #expect(throws: MonthlyFormRefusal.monthInFuture(month, now)) {
            _ = try draw("2023-02", province.book)
        }
        #expect(try draw("2023-01", province.book).month == now)
    }

    @Test(arguments: TestEngine.allCases)
    func verificationFindsEntriesThatWereChanged(_ engine: TestEngine) async throws {
        let changes = [
            ("UPDATE monthly_entry SET amount = 15 WHERE form_row = '23'", "row_differs"),
            ("DELETE FROM monthly_entry WHERE month = 202106", "row_missing"),
            ("INSERT INTO monthly_entry VALUES (1, 202107, '23', 1, '')", "row_without_record"),
        ]
        for (sql, code) in changes {
            let rich = try RichBook.filled(engine)
            let guarantor = try rich.one("SELECT MIN(id) FROM institution WHERE kind = 'guarantor'")
            try rich.write { writing in
                let guarantor = try #require(
                    try InstitutionStore.all(writing.connection).first { $0.id.number == guarantor })
                for month in ["2021-05", "2021-06"] {
                    try MonthlyEntryStore.enter(
                        [try MonthlyFormEntry(row: "23", value: "14")], of: guarantor,
                        for: FormMonth(month)!, today: Self.today, writing)
                }
            }
            #expect(try await Verification.run(rich.book).findings == [])
            #expect(try rich.tamper(sql) > 0)
            let findings = try await Verification.run(rich.book).findings
            #expect(findings.contains { $0.code == code && $0.place.hasPrefix("monthly_entry/") }, "\(sql)")
        }
    }

    @Test func aTableOfRowsAndValuesIsRead() throws {
        let directory = try TestDirectory()
        let english = try directory.write("a.csv", "row,value,note\n23,14,x\n3,,\n21.1,12.5,\n")
        #expect(try MonthlyEntryFile.read(english) == entries(["21.1": "12.5", "23": "14"]).reversed())
        let chinese = try directory.write("b.csv", "行次,数值\n联系电话,0771-1\n")
        #expect(try MonthlyEntryFile.read(chinese) == [.telephone("0771-1")])
        let wrong = try directory.write("c.csv", "row,value\n4,14\n")
        #expect(throws: MonthlyFormRefusal.self) { try MonthlyEntryFile.read(wrong) }
        let empty = try directory.write("d.csv", "row,value\n4,\n")
        #expect(throws: MonthlyFormRefusal.nothingEntered) { try MonthlyEntryFile.read(empty) }
    }

    /// The scan tells the kinds that matter apart by their length and first letter.
    @Test func lengthAndFirstLetterTellTheKindsApart() {
        let wanted: [EntryKind] = [
            .disbursed, .feePaid, .feeRefunded, .claimed, .extended, .compensated, .recovered, .recoveryCost,
            .writtenOff,
        ]
        for kind in EntryKind.allCases {
            let alike = wanted.filter {
                $0.rawValue.count == kind.rawValue.count && $0.rawValue.first == kind.rawValue.first
            }
            #expect(alike == (wanted.contains(kind) ? [kind] : []))
        }
    }
}
