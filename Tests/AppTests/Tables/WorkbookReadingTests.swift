import Core
import Foundation
import Testing

@testable import App

/// Workbooks written by openpyxl are read as they are meant.
@Suite struct WorkbookReadingTests {
    let directory = try! TestDirectory()

    private func makeBook(_ body: String) throws {
        _ = try directory.python(
            """
            import datetime, openpyxl
            from openpyxl.utils.datetime import CALENDAR_MAC_1904
            b = openpyxl.Workbook()
            s = b.active
            \(body)
            b.save('b.xlsx')
            """)
    }

    @Test func cellsOfAllKinds() throws {
        try makeBook(
            """
            s.append(['text', 'number', 'flag', 'day', 'time'])
            s.append(['桂林 <&>"', 1234.5, True, datetime.date(2017, 7, 19), datetime.datetime(2017, 7, 19, \
            8, 30)])
            s.append([None, -0.015, False, datetime.date(1900, 1, 31), datetime.time(6, 0)])
            s.append(['two\\nlines, one cell', 900719925474099, None, datetime.date(2199, 12, 31), None])
            """)
        let table = try TableReader(path: directory("b.xlsx"))
        #expect(table.format == .xlsx)
        #expect(table.header == ["text", "number", "flag", "day", "time"])
        let rows = try table.allTexts()
        #expect(rows[0] == ["桂林 <&>\"", "1234.5", "TRUE", "2017-07-19", "2017-07-19 08:30:00"])
        #expect(rows[1] == ["", "-0.015", "FALSE", "1900-01-31", "0.25"])
        #expect(rows[2] == ["two\nlines, one cell", "900719925474099", "", "2199-12-31", ""])
    }

    @Test(arguments: [
        ("1234.4999999999998", "1234.5"), ("1234.5", "1234.5"), ("0.1", "0.1"), ("1E5", "100000"),
        ("1.5E-2", "0.015"), ("0.015000000000000001", "0.015"), ("1234567890.123", "1234567890.123"),
        ("1234567890.1234567", "1234567890.123457"), ("304935123456.7801", "304935123456.78"),
        ("12345678901234567", "12345678901234567"), ("1234567890123.45", "1234567890123.45"),
        ("0.333333333333333", "0.333333333333333"),
        ("9.1450100198230687E+17", "9.1450100198230687E+17"), ("1E+300", "1E+300"), ("1E999", "1E999"),
        ("-99.989999999999995", "-99.99"), ("0.30000000000000004", "0.3"), ("-0", "-0"),
        ("12345.678", "12345.678"),
    ])
    func numbersAreWhatWasTyped(stored: String, shown: String) {
        #expect(CellNumber.text(Array(stored.utf8)).map { String(decoding: $0, as: UTF8.self) } == shown)
    }

    @Test(arguments: ["", "abc", "1.2.3", "1e", "e5", "--1", "0x10", "nan", "inf", "1 2", "١", "1e+", "-"])
    func whatIsNoNumberIsNone(stored: String) {
        #expect(CellNumber.text(Array(stored.utf8)) == nil)
    }

    @Test func bothSystemsOfDates() throws {
        let serials = [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (42_935, "2017-07-19")]
        for (serial, day) in serials {
            #expect(CellNumber.day(ofSerial: serial, is1904: false)?.description == day)
        }
        #expect(CellNumber.day(ofSerial: 60, is1904: false) == nil)
        #expect(CellNumber.day(ofSerial: 0, is1904: true)?.description == "1904-01-01")
        try makeBook(
            """
            b.epoch = CALENDAR_MAC_1904
            s.append(['day'])
            s.append([datetime.date(2017, 7, 19)])
            """)
        #expect(try TableReader(path: directory("b.xlsx")).allTexts() == [["2017-07-19"]])
    }

    @Test(arguments: [
        ("yyyy-mm-dd", true), ("m/d/yy", true), ("yyyy\"年\"m\"月\"d\"日\"", true),
        ("[$-F800]dddd, mmmm dd", true),
        ("mmm-yy", true), ("h:mm", false), ("[h]:mm:ss", false), ("mm:ss.0", false), ("h:mm AM/PM", false),
        ("General", false), ("#,##0.00", false), ("0.00%", false), ("[Red]-0.00", false),
        ("\"day\" 0", false),
        ("0;\"yes\"", false), ("\\d0", false),
    ])
    func formatsOfDates(code: String, isDate: Bool) {
        #expect(WorkbookStyles.isDateFormat(code) == isDate)
    }

    @Test func hiddenRowsCountBlankOnesDoNot() throws {
        try makeBook(
            """
            s.append(['a', 'b'])
            s.append([1, None]); s.append([None, None]); s.append([3, 4])
            s.row_dimensions[4].hidden = True
            s['A9'] = 'x'
            """)
        let rows = try TableReader(path: directory("b.xlsx")).allRows()
        #expect(rows.map(\.line) == [2, 4, 9])
        #expect(rows.map(\.texts) == [["1", ""], ["3", "4"], ["x", ""]])
        #expect(rows.allSatisfy { $0.problems.isEmpty })
    }

    @Test func aSheetIsFoundByName() throws {
        try makeBook(
            """
            s.title = '机构'
            s.append(['a']); s.append([1])
            t = b.create_sheet('担保'); t.append(['b']); t.append([2])
            """)
        #expect(try TableReader(path: directory("b.xlsx")).header == ["a"])
        #expect(try TableReader(path: directory("b.xlsx"), sheet: "担保").header == ["b"])
        let refused = refusal { _ = try TableReader(path: directory("b.xlsx"), sheet: "担保表") }
        #expect(refused?.sentence.en == "The workbook has no sheet '担保表', only: 机构, 担保; did you mean '担保'?")
    }

    @Test func aFormulaNeedsItsValue() throws {
        try makeBook("s.append(['a', 'b']); s.append([1, '=A2*2']); s.append([3, 4]); s.append([None, '=1'])")
        let rows = try TableReader(path: directory("b.xlsx")).allRows()
        #expect(rows.map(\.problems) == [["row_cell_unusable"], [], ["row_cell_unusable"]])
        #expect(RowProblem.cell(.formulaWithoutValue("B2")).sentence.en.hasPrefix("Cell B2 is a formula"))
    }

    @Test func aFormulaInTheHeaderIsRefused() throws {
        try makeBook("s.append(['a', '=1']); s.append([1, 2])")
        let refused = refusal { _ = try TableReader(path: directory("b.xlsx")) }
        #expect(refused == .workbook(.formulaWithoutValue("B1")))
    }

    @Test func aRowWiderThanTheHeaderIsAProblem() throws {
        try makeBook("s.append(['a']); s.append([1, 2]); s.append([3])")
        #expect(
            try TableReader(path: directory("b.xlsx")).allRows().map(\.problems) == [["row_field_count"], []])
    }

    @Test func randomTextsAreReadAsOpenpyxlReadsThem() throws {
        let expected = try directory.pythonRows(
            """
            import json, openpyxl, random
            random.seed(4)
            b = openpyxl.Workbook(); s = b.active
            s.append(['a', 'b', 'c'])
            pieces = ['x', '<', '&amp;', '"', ',', '\\n', ' ', '金额', '𠮷', '_x00', ';', "'", ']]>']
            for _ in range(500):
                s.append(['.' + ''.join(random.choices(pieces, k=random.randint(0, 5))) for _ in range(3)])
            b.save('r.xlsx')
            rows = openpyxl.load_workbook('r.xlsx').active.iter_rows(min_row=2, values_only=True)
            print(json.dumps([list(row) for row in rows]))
            """)
        let table = try TableReader(path: directory("r.xlsx"))
        #expect(try table.allTexts() == expected)
    }

    @Test func aRowOfAWorkbookCanBeReadAgain() throws {
        try makeBook("s.append(['a', 'b'])\nfor n in range(300): s.append([n, 'x' * n])")
        let table = try TableReader(path: directory("b.xlsx"))
        var places: [(Int64, Int)] = []
        while let row = try table.next() { places.append((row.offset, row.line)) }
        for (index, place) in places.enumerated().reversed() {
            let row = try table.row(at: place.0)
            #expect(row[0].text == String(index) && row.line == place.1 && row[1].bytes.count == index)
        }
    }
}
