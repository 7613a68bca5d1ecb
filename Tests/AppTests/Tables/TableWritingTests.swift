import Core
import Foundation
import Testing

@testable import App

@Suite struct TableWritingTests {
    let directory = try! TestDirectory()

    private let columns: [TableWriter.Column] = [
        .init("名称"), .init("金额", .money), .init("日期", .day), .init("笔数", .count), .init("费率", .rate),
    ]

    private func row(_ name: String, _ fen: Int64, _ day: Day) -> [TableWriter.Cell] {
        [.text(name), .money(Fen(fen)), .day(day), .count(-7), .rate(Rate(millionths: 15_000))]
    }

    private func write(_ path: String, _ rows: [[TableWriter.Cell]]) throws {
        let writer = try TableWriter(path: path, format: TableWriter.format(of: path), columns: columns)
        for row in rows { try writer.append(row) }
        try writer.finish()
    }

    @Test func csvCellsOfAllKinds() throws {
        let day = Day(2017, 7, 19)!
        let whole = Rate(millionths: -2_000_000)
        try write(
            directory("w.csv"),
            [
                row("甲,乙", -123_405, day),
                [.empty, .money(.zero), .day(Day(1900, 1, 1)!), .count(0), .rate(whole)],
                row("say \"hi\"\n", 100_000_000_000_000_0, day),
            ])
        #expect(
            try directory.text("w.csv") == """
                名称,金额,日期,笔数,费率
                "甲,乙",-1234.05,2017-07-19,-7,0.015
                ,0.00,1900-01-01,0,-2
                "say ""hi""\n",10000000000000.00,2017-07-19,-7,0.015

                """)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|x", "'+cmd|x"), ("-x", "'-x"), ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""), ("-1234.50", "-1234.50"), ("+1", "+1"), ("-1.5%", "-1.5%"), ("-", "-"),
        ("--", "'--"),
        ("-1.2.3", "'-1.2.3"), ("a=1", "a=1"), ("=\"x\",1", "\"'=\"\"x\"\",1\""), ("-.", "'-."),
    ])
    func aTextIsNeverAFormula(text: String, written: String) throws {
        let writer = try TableWriter(path: directory("w.csv"), format: .csv, columns: [.init("a")])
        try writer.append([.text(text)])
        try writer.finish()
        #expect(try directory.text("w.csv") == "a\n\(written)\n")
    }

    @Test func openpyxlReadsWhatWeWrite() throws {
        try write(
            directory("w.xlsx"),
            [row("=1+1", -123_405, Day(2017, 7, 19)!), row("甲 <&> \u{1}", 123_456_789, Day(1900, 1, 31)!)])
        let seen = try directory.pythonRows(
            """
            import json, openpyxl
            s = openpyxl.load_workbook('w.xlsx').active
            rows = [[repr(c.value) if i else c.value for c in r] for i, r in enumerate(s.iter_rows())]
            rows.append([s['A1'].font.b and 'bold' or '', s.freeze_panes, s['B2'].number_format, \
            s['C2'].number_format])
            print(json.dumps(rows))
            """)
        #expect(seen[0] == ["名称", "金额", "日期", "笔数", "费率"])
        #expect(seen[1] == ["'=1+1'", "-1234.05", "datetime.datetime(2017, 7, 19, 0, 0)", "-7", "0.015"])
        #expect(seen[2][1...2] == ["1234567.89", "'1900-01-31'"])
        #expect(seen[3] == ["bold", "A2", "#,##0.00", "yyyy-mm-dd"])
    }

    @Test func everyAmountSurvivesAWorkbook() throws {
        var numbers = SeededNumbers(17)
        var amounts = (0..<2_000).map { _ in
            Int64.random(in: -Fen.limit.fen...Fen.limit.fen, using: &numbers)
                >> Int64.random(in: 0...50, using: &numbers)
        }
        amounts += [Fen.limit.fen, -Fen.limit.fen, 1, -1, 0, 99, 101]
        let writer = try TableWriter(
            path: directory("m.xlsx"), format: .xlsx, columns: [.init("m", .money), .init("n")])
        for amount in amounts { try writer.append([.money(Fen(amount)), .text("x")]) }
        try writer.finish()
        let back = try TableReader(path: directory("m.xlsx")).allTexts().map { Fen(yuan: $0[0])?.fen }
        let lost = zip(amounts, back).filter { $0 != $1 }.map(\.0)
        #expect(lost.isEmpty && back.count == amounts.count)
    }

    @Test func textsOfAnyKindSurviveAWorkbook() throws {
        let texts = [
            "_x0041_", "a\u{1F}b", "tab\tand\r\nline", " spaces ", "𠮷", "=1", "TRUE", "2017-07-19", "_x",
        ]
        let writer = try TableWriter(path: directory("t.xlsx"), format: .xlsx, columns: [.init("a")])
        for text in texts { try writer.append([.text(text)]) }
        try writer.finish()
        let back = try TableReader(path: directory("t.xlsx")).allTexts().map { $0[0] }
        #expect(back == texts)
    }

    @Test func theFileAppearsOnlyWhenItIsWhole() throws {
        _ = try directory.write("w.csv", "old")
        for name in ["w.csv", "w.xlsx"] {
            let path = directory(name)
            var writer: TableWriter? = try TableWriter(
                path: path, format: TableWriter.format(of: path), columns: columns)
            try writer?.append(row("a", 1, Day(2017, 7, 19)!))
            writer = nil
        }
        #expect(directory.names == ["w.csv"])
        #expect(try directory.text("w.csv") == "old")
        try write(directory("w.csv"), [])
        #expect(try directory.text("w.csv") == "名称,金额,日期,笔数,费率\n")
    }

    @Test func whatCannotBeWrittenIsRefused() throws {
        for name in ["no/such/w.csv", "no/such/w.xlsx"] {
            let path = directory(name)
            let refused = refusal { try write(path, []) }
            #expect(refused?.code == "table_cannot_open")
        }
        #expect(
            refusal { try write(directory("w.csv"), [[.empty]]) }
                == .wrongNumberOfCells(expected: 5, found: 1))
        let long = String(repeating: "长", count: 32_768)
        let refused = refusal { try write(directory("w.xlsx"), [row(long, 1, Day(2017, 7, 19)!)]) }
        #expect(refused == .textTooLong(limit: 32_767))
        #expect(directory.names.isEmpty)
    }
}
