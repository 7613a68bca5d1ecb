import Core
import Foundation
import Testing

@testable import App

@Suite struct MappingTests {
    let directory = try! TestDirectory()

    private func table(_ section: String, _ csv: String) throws -> TableReader {
        let mapping = try Mapping(yaml: "guarantees:\n" + section, file: "m.yaml")
        return try TableReader(path: try directory.write("t.csv", csv), mapping: mapping["guarantees"])
    }

    @Test func aBookInDollarsPercentAndTwoKindsOfDays() throws {
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent(
            "../../../../Mappings/usaid-dca.yaml")
        let mapping = try Mapping(path: root.standardizedFileURL.path)
        #expect(mapping.names == ["guarantees", "events"])
        let path = try directory.write(
            "u.csv",
            """
            Guarantee Number,Partner Name,Guarantee Start Date,Guarantee End Date,Status,Guarantee \
            Percentage,\
            Effective Maximum Cumulative Disbursements,Claims
            49299G001,LGUGC,1999/09/15,2014/09/30,Expired,30.00%,"$24,453,000 ",$0
            674A,,9/30/99,N/A,Active,50%,($1.50),x
            9,Bank,1/2/31,2031/1/2,Draft,1%,1,1
            10,Bank,13/13/31,2031/01/02,New,abc,"1,23",1

            """)
        let table = try TableReader(path: path, mapping: mapping["guarantees"])
        #expect(table.header == mapping["guarantees"]?.columnNames)
        let first = try #require(try table.next())
        #expect(
            first.fields.texts == [
                "49299G001", "USAID", "LGUGC", "24453000.00", "0.3", "1999-09-15", "2014-09-30", "released",
            ])
        #expect(first.original.texts[6] == "$24,453,000 " && first.original.count == 8)
        let second = try #require(try table.next())
        #expect(
            second.fields.texts == ["674A", "USAID", "unknown", "-1.50", "0.5", "1999-09-30", "", "in_force"])
        let third = try #require(try table.next())
        #expect(
            third.line == 5
                && third.problems.map(\.code) == Array(repeating: "row_value_unreadable", count: 3))
        #expect(
            third.problems[0].sentence.en
                == "Column 'Effective Maximum Cumulative Disbursements' has '1,23': "
                + "an amount with at most two decimals, such as 1,234.50, is wanted.")
        #expect(try table.next() == nil)
        #expect(table.skippedRows == 1 && table.rowsRead == 3)
        // A row is mapped again when it is read again.
        #expect(try table.row(at: first.offset).fields.texts.first == "49299G001")
    }

    @Test(arguments: [
        ("1234.5", 0, "1234.50"), ("¥1,234.50", 0, "1234.50"), (" 1,234,567 ", 0, "1234567.00"),
        ("12.5", 4, "125000.00"), ("12.5万元", 0, "125000.00"), ("1.2亿", 0, "120000000.00"), ("3元", 4, "3.00"),
        ("(1,000.00)", 0, "-1000.00"), ("(3.5)", 4, "-35000.00"), ("-7", 0, "-7.00"), ("7-", 0, "-7.00"),
        ("$ 5.00", 0, "5.00"), ("€5", 0, "5.00"), ("+5", 0, "5.00"), ("150", -2, "1.50"),
        ("1.230000", 0, "1.23"),
        ("1.23456789", 4, nil), ("1.234", 0, nil), ("1,23", 0, nil), ("12,34,567", 0, nil), ("1 234", 0, nil),
        ("", 0, nil), ("-", 0, nil), ("--5", 0, nil), ("(5", 0, nil), ("5)", 0, nil), ("1.2.3", 0, nil),
        ("5%", 0, nil), ("1e5", 0, nil), ("5.", 0, nil), ("1234,567", 0, nil), ("1,234,5", 0, nil),
        ("99999999999999999999", 0, nil), ("999999999999999999", 8, nil), ("10000000000000.01", 0, nil),
    ])
    func amounts(text: String, exponent: Int, written: String?) throws {
        let unit = [0: "元", 4: "万元", -2: "分", 8: "亿元"][exponent]!
        let table = try table("  columns: { m: { from: a, money: \(unit) }, b: b }", "a,b\n\"\(text)\",1\n")
        let row = try #require(try table.next())
        #expect(row.problems.isEmpty == (written != nil || text.isEmpty))
        #expect(row[0].text == written ?? "")
    }

    @Test(arguments: [
        ("1.5%", "0.015"), ("1.5", "0.015"), ("100%", "1"), ("1.5‰", "0.0015"), ("-0.01%", "-0.0001"),
        ("30.00%", "0.3"),
        ("0.00001%", nil), ("x", nil), ("1.5%%", nil), ("$1", nil),
    ])
    func percentages(text: String, written: String?) throws {
        let table = try table("  columns: { r: { from: a, percent: true }, b: b }", "a,b\n\(text),1\n")
        let row = try #require(try table.next())
        #expect(row[0].text == written ?? "" && row.problems.isEmpty == (written != nil))
    }

    @Test(arguments: [
        ("yyyy/MM/dd", "2017/07/19", "2017-07-19"), ("yyyy/MM/dd", "2017/7/19", nil),
        ("yyyy/M/d", "2017/7/19", "2017-07-19"),
        ("M/d/yy", "7/19/17", "2017-07-19"), ("M/d/yy", "7/19/70", "1970-07-19"),
        ("M/d/yy", "7/19/69", "2069-07-19"),
        ("yyyy年M月d日", "2017年7月9日", "2017-07-09"), ("yyyyMMdd", "20170719", "2017-07-19"),
        ("serial", "42935", "2017-07-19"), ("serial", "42935.0", "2017-07-19"), ("serial", "42935.5", nil),
        ("serial1904", "41473", "2017-07-19"), ("d.M.yyyy", "29.2.2016", "2016-02-29"),
        ("d.M.yyyy", "29.2.2017", nil),
        ("yyyy-MM-dd HH:mm:ss", "2017-07-19 08:30:00", "2017-07-19"), ("M/d/yy", "2017-07-19", "2017-07-19"),
        ("M/d/yy", "7/19/17x", nil), ("M/d/yy", "7/19", nil),
    ])
    func days(format: String, text: String, written: String?) throws {
        let table = try table("  columns: { d: { from: a, day: '\(format)' }, b: b }", "a,b\n\(text),1\n")
        let row = try #require(try table.next())
        #expect(row[0].text == written ?? "" && row.problems.isEmpty == (written != nil))
    }

    @Test func theFirstColumnThatIsNotEmptyCounts() throws {
        let rules =
            "  columns: { x: { from: [none, a, b], blank: ['-', '无'], default: '0' }, y: { constant: 1.50 } }"
        let table = try table(rules, "a,b\n1,2\n,2\n-,\u{3000}甲\u{A0} \n无,-\n")
        #expect(try table.allTexts() == [["1", "1.50"], ["2", "1.50"], ["甲", "1.50"], ["0", "1.50"]])
    }

    @Test func europeanDecimals() throws {
        let rules = "  columns: { m: { from: a, money: { unit: 1000, decimal: ',' } }, b: b }"
        let refused = #expect(throws: MappingRefusal.self) {
            _ = try table(rules.replacing("1000", with: "1001"), "a,b\n")
        }
        #expect(refused?.mistake == .badUnit("1001"))
        #expect(try table(rules, "a,b\n\"1.234,5\",1\n").allTexts() == [["1234500.00", "1"]])
    }

    @Test func anUnknownWordIsReportedWithTheNearest() throws {
        let table = try table(
            "  columns: { s: { from: a, words: { Active: in_force } }, b: b }", "a,b\nActiv,1\n")
        let row = try #require(try table.next())
        #expect(row.problems.first?.sentence.en.contains("(did you mean 'Active'?)") == true)
    }

    @Test func aColumnThatTheFileLacksIsRefusedWithTheNearest() throws {
        let refused = refusal {
            _ = try table("  columns: { m: { from: Amount (USD) }, b: b }", "Amount USD,b\n1,2\n")
        }
        #expect(
            refused?.sentence.en
                == """
                m.yaml:2: the file lacks what 'm' is taken from: Amount (USD) (did you mean 'Amount \
                USD'?).
                """
        )
    }

    @Test(arguments: [
        ("guarantee:\n  columns: {a: b}\n", 1, "did you mean 'guarantees'?"),
        ("events:\n  column: {a: b}\n", 2, "did you mean 'columns'?"),
        ("events:\n  columns:\n    a: {form: b}\n", 3, "did you mean 'from'?"),
        ("events:\n  columns:\n    a: {from: b, constant: c}\n", 3, "keep one"),
        ("events:\n  columns:\n    a: {percent: true}\n", 3, "needs 'from'"),
        ("events:\n  columns:\n    a: {from: b, percent: true, money: 元}\n", 3, "percent and money"),
        ("events:\n  columns:\n    a: {from: b, percent: 1}\n", 3, "must be true"),
        ("events:\n  columns:\n    a:\n      from: b\n      day: yyyy-DD\n", 5, "'yyyy-DD'"),
        ("events:\n  columns:\n    a: {from: b, money: 万}\n", 3, "'万'"),
        ("events:\n  sheet: x\n", 2, "no 'columns'"),
        ("events:\n  columns: {a: b}\n  skip_if:\n    - {is: x}\n", 4, "needs 'column'"),
        ("events:\n  columns: {a: b}\n  skip_if:\n    - {column: x}\n", 4, "'is'"),
        ("events:\n  columns: [a]\n", 2, "key: value"),
        ("events:\n  columns: {a: b, a: c}\n", 2, "twice"),
        ("events:\n  columns: {a: b\n", 3, "YAML"),
        ("", 0, "key: value"),
    ])
    func aMistakeIsReportedWithItsLine(yaml: String, line: Int, words: String) {
        let refused = #expect(throws: MappingRefusal.self) { try Mapping(yaml: yaml, file: "m.yaml") }
        #expect(refused?.line == line)
        #expect(refused?.sentence.en.contains(words) == true, "\(refused?.sentence.en ?? "")")
        #expect(refused?.sentence.zh.hasPrefix("m.yaml") == true)
    }
}
