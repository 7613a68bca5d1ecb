import Core
import Foundation
import Testing

@testable import App

@Suite struct CSVReadingTests {
    let directory = try! TestDirectory()

    private func read(_ bytes: [UInt8]) throws -> TableReader {
        try TableReader(path: try directory.write("t.csv", bytes))
    }

    private func read(_ text: String) throws -> TableReader { try read(Array(text.utf8)) }

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
        ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
        ("a\tb\n1,5\t2\n", [["1,5", "2"]]),
        ("a;b\n1,5;2\n", [["1,5", "2"]]),
        ("\"a;x\",b\n1,2\n", [["1", "2"]]),
        ("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", [["x,y", "he said \"no\""]]),
        ("a,b\n\"one\ntwo\r\nthree\",2\n", [["one\ntwo\r\nthree", "2"]]),
        ("a,b\n\"\",\"\"\"\"\n", [["", "\""]]),
        ("a,b\n1,\n,2\n", [["1", ""], ["", "2"]]),
        ("a,b\n\n1,2\n\n,\n\n", [["1", "2"]]),
        ("a\n1\n2", [["1"], ["2"]]),
        ("\u{FEFF}a,b\n甲,乙\n", [["甲", "乙"]]),
        ("a,b\n", []),
    ])
    func textsOfCells(text: String, rows: [[String]]) throws {
        #expect(try read(text).allTexts() == rows)
    }

    @Test func theFirstLineNamesTheColumns() throws {
        #expect(try read("\u{FEFF} a ,\u{3000}金额 ,\n1,2,3\n").header == ["a", "金额", ""])
    }

    @Test func linesAreCountedAsAnEditorDoes() throws {
        let table = try read("a,b\r\n\r\n\"1\n1\r\n1\",2\r\n3,4\n\n5\n")
        let rows = try table.allRows()
        #expect(rows.map(\.line) == [3, 6, 8])
        #expect(rows.map(\.problems) == [[], [], ["row_field_count"]])
    }

    @Test func aBadRowIsReportedAndTheNextLineIsReadAgain() throws {
        let table = try read("a,b\n1,2,3\n4\nx\"y,5\n\"6\"7,\"8\n9,10\n\"open,11\n12,13\n")
        let rows = try table.allRows()
        #expect(rows.map(\.line) == [2, 3, 4, 5, 6, 7, 8])
        #expect(
            rows.map(\.problems) == [
                ["row_field_count"], ["row_field_count"], ["row_quotes"], ["row_quotes"], [], ["row_quotes"],
                [],
            ])
        #expect(rows[2].texts == ["x\"y", "5"])
        #expect(rows[5].texts == ["\"open,11"])
        #expect(rows[6].texts == ["12", "13"])
    }

    @Test func gb18030IsRecognised() throws {
        _ = try directory.python(
            """
            rows = '企业名称,金额\\n桂林市科技有限公司,1234.50\\n𠮷野家㐂,€\\n' + 'ascii,1\\n' * 70000 + '㐀丂,2\\n'
            open('g.csv', 'w', encoding='gb18030', newline='').write(rows)
            """)
        let table = try TableReader(path: directory("g.csv"))
        #expect(table.header == ["企业名称", "金额"])
        let rows = try table.allTexts()
        #expect(rows[0] == ["桂林市科技有限公司", "1234.50"])
        #expect(rows[1] == ["𠮷野家㐂", "€"])
        #expect(rows.count == 70_003)
        #expect(rows.last == ["㐀丂", "2"])
    }

    @Test func everyChineseCharacterOfGB18030IsReadAsPythonReadsIt() throws {
        _ = try directory.python(
            """
            text = 'a,b\\n' + ''.join(f'{chr(c)},{c}\\n' for c in range(0x3400, 0xA000)) + '\\U00020BB7,1\\n'
            open('g.csv', 'w', encoding='gb18030', newline='').write(text)
            """)
        let table = try TableReader(path: directory("g.csv"))
        var wrong = 0
        while let row = try table.next() {
            let code = row[0].text.unicodeScalars.first?.value
            if code != UInt32(row[1].text), code != 0x20BB7 { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(table.rowsRead == 0xA000 - 0x3400 + 1)
    }

    @Test(arguments: ["utf-16", "utf-16-le", "utf-16-be"])
    func utf16WithItsMarkIsRead(encoding: String) throws {
        _ = try directory.python(
            """
            mark = '' if '\(encoding)' == 'utf-16' else '\\ufeff'
            text = mark + '名称\\t金额\\n甲𠮷\\t1\\n' * 3
            open('u.csv', 'w', encoding='\(encoding)', newline='').write(text)
            """)
        let table = try TableReader(path: directory("u.csv"))
        #expect(table.header == ["名称", "金额"])
        #expect(try table.next()?.fields.texts == ["甲𠮷", "1"])
    }

    @Test func aRowCanBeReadAgainAtItsPlace() throws {
        var text = "id,note\n"
        for number in 0..<2_000 {
            text += "\(number),\"line\nof \(number) \(String(repeating: "x", count: number))\"\n"
        }
        let table = try read(text)
        var places: [(offset: Int64, line: Int, id: String)] = []
        while let row = try table.next() { places.append((row.offset, row.line, row[0].text)) }
        var numbers = SeededNumbers(7)
        for place in places.shuffled(using: &numbers).prefix(500) {
            let row = try table.row(at: place.offset, line: place.line)
            #expect(row[0].text == place.id && row.line == place.line && row.problems.isEmpty)
            #expect(row[1].bytes.count == "line\nof ".utf8.count + place.id.utf8.count + 1 + Int(place.id)!)
        }
        table.rewind()
        #expect(try table.allTexts().count == 2_000)
    }

    @Test func columnsAreFoundByName() throws {
        let table = try read("amount,id,note\n1,2,3\n")
        let columns = try table.columns(required: ["id", "amount"], optional: ["note", "day"])
        #expect(columns["id"] == 1 && columns["amount"] == 0)
        #expect(columns[optional: "note"] == 2 && columns[optional: "day"] == nil)
        let row = try #require(try table.next())
        #expect(row[columns["id"]].equals("2") && row[columns[optional: "day"]].isEmpty)
    }

    @Test func missingAndUnknownColumnsAreNamedWithTheNearest() throws {
        let table = try read("id,ammount\n1,2\n")
        #expect(
            refusal { _ = try table.columns(required: ["id", "amount"]) }
                == .missingColumns([.init(name: "amount", nearest: "ammount")]))
        #expect(
            refusal { _ = try table.columns(required: ["id"], optional: ["amount"]) }
                == .unknownColumns([.init(name: "ammount", nearest: "amount")]))
        #expect(refusal { _ = try table.columns(required: ["id"], others: .ignored) } == nil)
        let refusal = TableRefusal.missingColumns([.init(name: "amount", nearest: "ammount")])
        #expect(refusal.sentence.en == "Missing columns: amount (did you mean 'ammount'?).")
    }
}
