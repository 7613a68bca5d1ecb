import Core
import Foundation
import Testing

@testable import App

@Suite struct RejectsTests {
    let directory = try! TestDirectory()
    private let doubt = Sentence(zh: "金额超限。", en: "The amount is above the limit.")

    /// Rejects the rows whose first field begins with x, and those with problems.
    private func reject(_ path: String, to target: String, language: Language = .english) throws -> Int {
        let table = try TableReader(path: path)
        let rejects = Rejects(path: target, of: table, language: language)
        while let row = try table.next() {
            let isDoubtful = row[0].text.hasPrefix("x")
            if isDoubtful || !row.problems.isEmpty {
                try rejects.add(row, reasons: isDoubtful ? [doubt] : [])
            }
        }
        try rejects.finish()
        return rejects.count
    }

    @Test func nothingIsWrittenWhenNothingIsRejected() throws {
        let path = try directory.write("t.csv", "a,b\n1,2\n")
        #expect(try reject(path, to: directory("r.csv")) == 0)
        #expect(directory.names == ["t.csv"])
    }

    @Test func rejectedRowsKeepTheirTexts() throws {
        let path = try directory.write("t.csv", "a,b\nx1,=1+1\n1,2\n\"x,\"\"2\",' 3 \n4\nx5,6,7\n")
        #expect(try reject(path, to: directory("r.csv")) == 4)
        #expect(
            try directory.text("r.csv") == """
                a,b,reasons
                x1,=1+1,The amount is above the limit.
                "x,""2",' 3 ,The amount is above the limit.
                4,,"The row has 1 fields, the header 2; check separators and quotes."
                x5,6,"The row has 3 fields, the header 2; check separators and quotes.; The amount is \
                above the limit.",7

                """)
    }

    @Test func mendedRowsAreAcceptedAgain() throws {
        let path = try directory.write("t.csv", "\u{FEFF}a,b\nx1,甲\n")
        #expect(try reject(path, to: directory("r.csv"), language: .chinese) == 1)
        #expect(try directory.text("r.csv") == "\u{FEFF}a,b,reasons\nx1,甲,金额超限。\n")
        let again = try TableReader(path: directory("r.csv"))
        #expect(try again.columns(required: ["a", "b"])["b"] == 1)
        #expect(try reject(directory("r.csv"), to: directory("r2.csv")) == 1)
        #expect(try TableReader(path: directory("r2.csv")).header == ["a", "b", "reasons"])
    }

    @Test func aWorkbookIsAnsweredWithAWorkbook() throws {
        _ = try directory.python(
            """
            import datetime, openpyxl
            b = openpyxl.Workbook(); s = b.active
            s.append(['a', 'b', 'c'])
            s.append(['x1', 1234.5, datetime.date(2017, 7, 19)]); s.append(['y', 1, None]); \
            s.append(['x2', None, 'z'])
            b.save('t.xlsx')
            """)
        #expect(try reject(directory("t.xlsx"), to: directory("r.xlsx")) == 2)
        let rows = try TableReader(path: directory("r.xlsx")).allTexts()
        #expect(rows == [["x1", "1234.5", "2017-07-19", doubt.en], ["x2", "", "z", doubt.en]])
    }
}
