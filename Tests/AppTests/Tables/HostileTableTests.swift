import Core
import Foundation
import Testing

@testable import App

/// Files that are broken or made to do harm end in a sentence or in a reported row.
@Suite struct HostileTableTests {
    let directory = try! TestDirectory()

    private func open(_ name: String, limits: TableLimits = .standard) -> TableRefusal? {
        refusal { _ = try TableReader(path: directory(name), limits: limits).allTexts() }
    }

    @Test func anOverlongLineIsOneBadRow() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        let path = try directory.write("t.csv", Array("a,b\n1,2\n".utf8) + long + Array("\n3,4\n".utf8))
        let rows = try TableReader(path: path).allRows()
        #expect(rows.map(\.problems) == [[], ["row_too_long"], []])
        #expect(rows.map(\.line) == [2, 3, 4])
        #expect(rows[2].texts == ["3", "4"])
    }

    @Test func aQuoteThatSwallowsMegabytesLosesOneLine() throws {
        let lines = String(repeating: "7,8\n", count: 400_000)
        let path = try directory.write("t.csv", "a,b\n\"1,2\n" + lines)
        let table = try TableReader(path: path)
        let first = try #require(try table.next())
        #expect(first.problems.map(\.code) == ["row_too_long"] && first.line == 2)
        #expect(first[0].text == "\"1,2")
        var good = 0
        while let row = try table.next() { good += row.problems.isEmpty ? 1 : 0 }
        #expect(good == 400_000)
    }

    @Test func aNulByteIsAProblemOfItsRow() throws {
        let rows = try TableReader(path: try directory.write("t.csv", "a,b\n1\0,2\n\"\0\",4\n5,6\n"))
            .allRows()
        #expect(rows.map(\.problems) == [["row_nul_byte"], ["row_nul_byte"], []])
    }

    @Test func whatIsNoTextIsRefusedWithItsLine() throws {
        _ = try directory.write("bad.csv", Array("a,b\n1,2\n".utf8) + [0xFF, 0xFF, 0x0A])
        #expect(open("bad.csv") == .notText(line: 3))
        // Text that is UTF-8 for long is not read as GB18030 because of one broken byte.
        _ = try directory.write("broken.csv", Array("列,b\n桂林市科技有限公司,2\n".utf8) + [0xE6, 0x0A])
        #expect(open("broken.csv") == .notText(line: 3))
        _ = try directory.write("cut.csv", Array("列,b\n桂林市科技有限公司,甲".utf8.dropLast()))
        #expect(open("cut.csv") == .notText(line: 2))
        _ = try directory.write("surrogate.csv", [0xFF, 0xFE, 0x61, 0x00, 0x00, 0xDC, 0x0A, 0x00])
        #expect(open("surrogate.csv") == .notText(line: 1))
    }

    @Test(arguments: [
        ([UInt8](), "table_no_header"), (Array("\n\n".utf8), "table_no_header"),
        (Array(",,\n".utf8), "table_no_header"), (Array("a,a\n".utf8), "table_repeated_column"),
        (Array("\"a\n".utf8), "table_header_unreadable"), (Array("%PDF-1.7\n".utf8), "table_not_a_table"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "table_not_a_table"),
        ([0x1F, 0x8B, 0x08], "table_not_a_table"),
    ])
    func whatHasNoHeaderIsRefused(bytes: [UInt8], code: String) throws {
        let path = try directory.write("t.csv", bytes)
        #expect(refusal { _ = try TableReader(path: path) }?.code == code)
    }

    @Test func aMillionColumnsAreRefused() throws {
        _ = try directory.write("t.csv", String(repeating: "a,", count: 1_000_000 / 2) + "\n")
        #expect(open("t.csv") == .tooManyColumns(limit: 1_000))
        _ = try directory.write("u.csv", "a,b\n" + String(repeating: ",", count: 500_000) + "x\n1,2\n")
        let rows = try TableReader(path: directory("u.csv")).allRows()
        #expect(rows.map(\.problems) == [["row_field_count"], []])
    }

    @Test func limitsOfRowsAndBytesHold() throws {
        _ = try directory.write("t.csv", "a,b\n1,2\n3,4\n")
        var limits = TableLimits()
        limits.rows = 1
        #expect(open("t.csv", limits: limits) == .tooManyRows(limit: 1))
        limits.fileBytes = 3
        #expect(open("t.csv", limits: limits) == .tooLarge(bytes: 12, limit: 3))
    }

    @Test func whatIsNotThereOrADirectoryIsRefused() {
        #expect(open("nothing.csv")?.code == "table_cannot_open")
        #expect(open("")?.code == "table_cannot_open")
    }

    @Test func aPipeIsReadToo() throws {
        #expect(mkfifo(directory("pipe"), 0o600) == 0)
        let path = directory("pipe")
        let writer = Thread {
            try? Data("a,b\n1,2\n".utf8).write(to: URL(fileURLWithPath: path), options: [])
        }
        writer.start()
        #expect(try TableReader(path: path).allTexts() == [["1", "2"]])
    }

    // MARK: Workbooks

    /// A workbook made by hand: the sheet's XML and what else goes into the zip.
    private func makeBook(_ sheet: String, extra: String = "", name: String = "h.xlsx") throws {
        _ = try directory.python(
            """
            import zipfile
            z = zipfile.ZipFile('\(name)', 'w', zipfile.ZIP_DEFLATED)
            ns = 'http://schemas.openxmlformats.org/'
            z.writestr('_rels/.rels', f'<Relationships><Relationship Id="r1" Type="{ns}x/officeDocument" '
                f'Target="xl/workbook.xml"/></Relationships>')
            z.writestr('xl/workbook.xml', '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>')
            z.writestr('xl/_rels/workbook.xml.rels', f'<Relationships><Relationship Id="r1" '
                f'Type="{ns}x/worksheet" Target="worksheets/s.xml"/><Relationship Id="r2" '
                f'Type="{ns}x/sharedStrings" Target="shared.xml"/></Relationships>')
            head = '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row>'
            sheet = \(sheet)
            z.writestr('xl/worksheets/s.xml', sheet if isinstance(sheet, bytes) else head + sheet)
            \(extra)
            z.close()
            """)
    }

    @Test func aZipBombIsRefused() throws {
        try makeBook("'<!--' + ' ' * 60_000_000 + '--></sheetData></worksheet>'")
        #expect(open("h.xlsx")?.code == "table_workbook")
        try makeBook("'<row>' + '<c/>' * 12_000_000 + '</row></sheetData></worksheet>'")
        #expect(open("h.xlsx") == .workbook(.unzipsSuspiciously(ratio: 250)))
        var limits = TableLimits()
        limits.unzippedBytes = 1 << 20
        #expect(open("h.xlsx", limits: limits) == .workbook(.unzipsTooLarge(limitBytes: 1 << 20)))
    }

    @Test func aZipOfTooManyPartsIsRefused() throws {
        try makeBook("'</sheetData></worksheet>'", extra: "[z.writestr(str(n), '') for n in range(10001)]")
        #expect(open("h.xlsx") == .workbook(.tooManyEntries(10_005, limit: 10_000)))
    }

    @Test func tooManySharedTextsAreRefused() throws {
        try makeBook(
            "'</sheetData></worksheet>'",
            extra: "z.writestr('xl/shared.xml', '<sst>' + '<si><t>abcdefgh</t></si>' * 1000 + '</sst>')")
        var limits = TableLimits()
        limits.sharedTextBytes = 1_000
        #expect(open("h.xlsx", limits: limits) == .workbook(.sharedTextsTooLarge(limitBytes: 1_000)))
        #expect(open("h.xlsx") == nil)
    }

    @Test(arguments: [
        ("'<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row></sheetData></worksheet>'", "XFD2"),
        ("'<row r=\"2\"><c r=\"ZZZZZZZ2\"><v>1</v></c></row></sheetData></worksheet>'", "limit"),
        ("'<row r=\"99999999999\"><c><v>1</v></c></row></sheetData></worksheet>'", "0"),
        ("'<row><c><v>1</v></c></row></sheetData>'", "XML"),
        ("'</sheetData></worksheet></worksheet>'", "XML"),
        ("'<row><c t=\"str\"><v>&unknown;</v></c></row></sheetData></worksheet>'", "XML"),
        ("'<row><c t=\"str\"><v>&#0;</v></c></row></sheetData></worksheet>'", "XML"),
        ("'<row><c t=\"str\"><v>x</v>'", "XML"),
        ("'<row><c t=\"str\"><v'", "XML"),
        ("'<x>' * 1000", "XML"),
        ("b'<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet/>'", "DOCTYPE"),
        ("b'<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet/>'", "encoding"),
        ("b'<worksheet>\\xff</worksheet>'", "UTF-8"),
        ("b'<worksheet>' + b'a' * 5_000_000 + b'</worksheet>'", "1048576"),
    ])
    func aHarmfulSheetIsRefused(sheet: String, word: String) throws {
        try makeBook(sheet)
        let refusal = open("h.xlsx")
        #expect(refusal?.code == "table_workbook")
        #expect(refusal?.sentence.en.contains(word) == true, "\(String(describing: refusal?.sentence.en))")
    }

    @Test(arguments: [
        "'<row><c r=\"A2\"><f>SUM(1)</f></c></row></sheetData></worksheet>'",
        "'<row><c t=\"s\"><v>5</v></c></row></sheetData></worksheet>'",
        "'<row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>'",
        "'<row><c><v>abc</v></c></row></sheetData></worksheet>'",
    ])
    func aCellThatCannotBeUsedRefusesItsRow(sheet: String) throws {
        try makeBook(sheet)
        let rows = try TableReader(path: directory("h.xlsx")).allRows()
        #expect(rows.map(\.problems) == [["row_cell_unusable"]])
    }

    @Test func aCutOrForeignZipIsRefused() throws {
        try makeBook("'<row><c><v>1</v></c></row></sheetData></worksheet>'")
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: directory("h.xlsx"))))
        #expect(open("h.xlsx") == nil)
        for length in stride(from: 8, to: whole.count, by: 37) {
            _ = try directory.write("cut.xlsx", Array(whole[..<length]))
            #expect(open("cut.xlsx") != nil)
        }
        _ = try directory.python("import zipfile; zipfile.ZipFile('z.zip', 'w').writestr('a.txt', 'hello')")
        #expect(open("z.zip") == .workbook(.notAWorkbook))
    }

    @Test func flippedBytesNeverCrash() throws {
        try makeBook("'<row><c t=\"str\"><v>' + 'abc' * 500 + '</v></c></row></sheetData></worksheet>'")
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: directory("h.xlsx"))))
        var numbers = SeededNumbers(13)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: 4..<bytes.count, using: &numbers)] ^= UInt8.random(
                    in: 1...255, using: &numbers)
            }
            _ = try directory.write("f.xlsx", bytes)
            _ = open("f.xlsx")
        }
    }
}
