import Foundation
import Testing

@testable import App

/// Random tables are read as Python reads them, and random bytes never break the reader.
@Suite struct CSVAgreementTests {
    let directory = try! TestDirectory()

    private static let pieces = [
        "a", "", "\"", ",", "\n", "\r\n", " ", "金额", "0", "-1.5", "\t", ";", "''", "𠮷",
    ]

    private func randomField(_ numbers: inout SeededNumbers) -> String {
        (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
            CSVAgreementTests.pieces.randomElement(using: &numbers)!
        }.joined()
    }

    @Test func randomTablesAreReadAsPythonReadsThem() throws {
        _ = try directory.python(
            """
            import csv, json, random
            random.seed(20170719)
            pieces = ['a', '', '"', ',', '\\n', '\\r\\n', ' ', '金额', '0', '-1.5', '\\t', ';', '\\r', '𠮷', \
            'x' * 300]
            for n in range(60):
                width = random.randint(2, 6)
                rows = [['c%d' % i for i in range(width)]]
                for _ in range(random.randint(0, 200)):
                    rows.append([''.join(random.choices(pieces, k=random.randint(0, 4))) for _ in \
                    range(width)])
                with open('r%d.csv' % n, 'w', newline='', encoding='utf-8') as f:
                    quoting = random.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
                    csv.writer(f, quoting=quoting, lineterminator=random.choice(['\\n', \
                    '\\r\\n'])).writerows(rows)
                with open('r%d.csv' % n, newline='', encoding='utf-8') as f:
                    back = [row for row in list(csv.reader(f))[1:] if any(row)]
                json.dump(back, open('r%d.json' % n, 'w'))
            """)
        for number in 0..<60 {
            let table = try TableReader(path: directory("r\(number).csv"))
            let data = try Data(contentsOf: URL(fileURLWithPath: directory("r\(number).json")))
            #expect(try table.allTexts() == JSONDecoder().decode([[String]].self, from: data))
        }
    }

    @Test func whatIsWrittenIsReadBackByUsAndByPython() throws {
        var numbers = SeededNumbers(11)
        let rows = (0..<500).map { _ in (0..<4).map { _ in "." + randomField(&numbers) } }
        let columns = ["a", "b", "c", "d"].map { TableWriter.Column($0) }
        let writer = try TableWriter(
            path: directory("w.csv"), format: .csv, columns: columns, byteOrderMark: true)
        for row in rows { try writer.append(row.map { .text($0) }) }
        try writer.finish()
        #expect(try TableReader(path: directory("w.csv")).allTexts() == rows)
        let python = try directory.pythonRows(
            """
            import csv, json; print(json.dumps(list(csv.reader(open('w.csv', newline='', \
            encoding='utf-8-sig')))[1:]))
            """
        )
        #expect(python == rows)
    }

    /// Windows of few bytes put their edges everywhere; whatever the bytes, the outcome is that of one large
    /// window.
    @Test func theEdgesOfTheWindowDoNotMatter() throws {
        var numbers = SeededNumbers(3)
        let alphabet = Array("ab,\"\n\r\0;".utf8)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...120, using: &numbers)).map { _ in
                alphabet.randomElement(using: &numbers)!
            }
            let whole = try scan(bytes, blockBytes: 4_096)
            for block in [1, 2, 3, 7] { #expect(try scan(bytes, blockBytes: block) == whole, "\(bytes)") }
        }
    }

    /// Rows without problems, joined again, are the bytes that they were read from.
    @Test func fieldsJoinedAgainAreTheFile() throws {
        var numbers = SeededNumbers(5)
        for _ in 0..<100 {
            let rows = (0..<20).map { _ in (0..<3).map { _ in "x" + randomField(&numbers) } }
            let text = rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
            let found = try scan(Array(text.utf8), blockBytes: 16)
            #expect(found.allSatisfy { $0.problem == nil })
            #expect(found.map { $0.fields.map(quoted).joined(separator: ",") + "\n" }.joined() == text)
        }
    }

    private func quoted(_ field: String) -> String {
        "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private struct Found: Equatable {
        let fields: [String]
        let line: Int
        let offset: Int64
        let problem: RowProblem?
    }

    private func scan(_ bytes: [UInt8], blockBytes: Int) throws -> [Found] {
        let file = try OpenFile(descriptor: open(try directory.write("f.csv", bytes), O_RDONLY))
        var limits = TableLimits()
        limits.recordBytes = 64
        limits.columns = 8
        let scanner = RecordScanner(
            descriptor: file.descriptor, from: 0, separator: UInt8(ascii: ","), limits: limits,
            blockBytes: blockBytes)
        var found: [Found] = []
        while try scanner.advance() {
            let fields = Fields(base: scanner.base, bounds: scanner.bounds, count: scanner.keptCount)
            let texts = scanner.problem?.code == "row_too_long" ? [] : fields.texts
            found.append(
                Found(fields: texts, line: scanner.line, offset: scanner.offset, problem: scanner.problem))
        }
        return found
    }
}
