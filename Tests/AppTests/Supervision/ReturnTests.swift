import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct ReturnTests {
    static let end = Province.first + 900

    @Test(arguments: TestEngine.allCases)
    func theWholeReturnHoldsTogetherAndAddsUp(_ engine: TestEngine) throws {
        let province = try Province(engine)
        let directory = try TestDirectory()
        let period = try #require(ReturnPeriod(from: nil, to: Self.end))
        let counts = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
        #expect(counts[.projects] == province.made.count)
        #expect(counts[.otherProjects] == 0)
        let sums = try sums(directory, "csv")
        let plain = try PlainFigures(province, asOf: Self.end)
        let compensatedPrincipal = province.events.filter { $0.kind == .compensated }
            .reduce(0) { $0 + $1.loss - $1.loss / 10 }
        #expect(sums["contract"] == province.made.reduce(0) { $0 + $1.principal })
        #expect(sums["shares"] == sums["contract"])
        #expect(sums["releases"] == plain.released - compensatedPrincipal)
        #expect(sums["compensations"] == plain.compensated)
        #expect(sums["recoveries"] == plain.recovered + plain.writtenOff)
        #expect(sums["costs"] == total(.recoveryCost, province))
        #expect(sums["waiting"] == Int64(4 + 4))
        #expect(sums["in force"] == plain.inForce)
        #expect(sums["regained"] ?? 0 > 0)
    }

    @Test func aWorkbookSaysTheSame() throws {
        let province = try Province(.sqlite)
        let directory = try TestDirectory()
        let period = try #require(ReturnPeriod(from: nil, to: Self.end))
        _ = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
        let fromCSV = try sums(directory, "csv")
        try FileManager.default.removeItem(atPath: directory("out"))
        _ = try ReturnExport.write(period, to: directory("out"), format: .xlsx, in: province.book)
        #expect(try sums(directory, "xlsx") == fromCSV)
    }

    /// Returns of all periods, one after the other, tell of every movement as often as it happened.
    @Test func periodsAddUpToTheWhole() throws {
        let province = try Province(.sqlite)
        var added: [String: Int64] = [:]
        var from: Day? = nil
        for days in [40, 95, 160, 185, 300, 301, 500, 900] {
            let directory = try TestDirectory()
            let period = try #require(ReturnPeriod(from: from, to: Province.first + days))
            _ = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
            for (name, amount) in try sums(directory, "csv") { added[name, default: 0] += amount }
            from = Province.first + days + 1
        }
        let directory = try TestDirectory()
        let whole = try #require(ReturnPeriod(from: nil, to: Self.end))
        _ = try ReturnExport.write(whole, to: directory("out"), format: .csv, in: province.book)
        let sums = try sums(directory, "csv")
        for name in ["releases", "compensations", "recoveries", "costs"] {
            #expect(added[name] == sums[name])
        }
    }

    @Test func whatIsFoundIsToldAndNothingIsWritten() throws {
        let province = try Province(.sqlite, guarantees: 3)
        try province.rename(enterprise: "南宁科技0有限公司", to: String(repeating: "长", count: 21))
        let directory = try TestDirectory()
        let period = try #require(ReturnPeriod(from: nil, to: Self.end))
        let refusal = #expect(throws: ReturnRefusal.self) {
            _ = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
        }
        guard case .found(let findings, count: 1)? = refusal, case .nameTooLong = findings.first else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(findings[0].sentence.en.contains("21 characters, at most 20"))
        #expect(directory.names == [])
    }

    @Test func aFolderInUseIsLeftAlone() throws {
        let province = try Province(.sqlite, guarantees: 1)
        let directory = try TestDirectory()
        try FileManager.default.createDirectory(atPath: directory("out"), withIntermediateDirectories: false)
        let period = try #require(ReturnPeriod(from: nil, to: Self.end))
        _ = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
        #expect(throws: ReturnRefusal.folderInUse(directory("out"))) {
            _ = try ReturnExport.write(period, to: directory("out"), format: .csv, in: province.book)
        }
        #expect(directory.names == ["out"])
    }

    @Test func theCheckFindsWhatIsWrong() throws {
        let province = try Province(.sqlite, guarantees: 5)
        let period = try #require(ReturnPeriod(from: nil, to: Self.end))
        let found = try province.book.database.readSynchronously { connection in
            let store = try ReturnStore(period, connection)
            var check = ReturnCheck()
            // Neither institutions nor customers were told of, and the first project comes twice.
            try store.forEach { number, guarantee in
                check.check(guarantee.rows(in: period))
                if number == 1 { check.check(guarantee.rows(in: period)) }
            }
            check.finish()
            return check
        }
        let codes = Set(found.findings.map(\.code))
        #expect(codes == ["return_id_repeated", "return_unknown_reference"])
        #expect(found.findingCount == found.findings.count)
    }

    private func total(_ kind: EntryKind, _ province: Province) -> Int64 {
        province.events.filter { $0.kind == kind && $0.reversedOn == nil }.reduce(0) { $0 + $1.amount }
    }

    /// Reads the folder back with Python, which fails on a broken reference, and adds its columns up in fen.
    private func sums(_ directory: TestDirectory, _ format: String) throws -> [String: Int64] {
        let script = Self.script.replacingOccurrences(of: "FORMAT", with: format)
        let output = try directory.python(script)
        return try JSONDecoder().decode([String: Int64].self, from: Data(output.utf8))
    }

    private static let script = #"""
        import csv, json, sys
        from decimal import Decimal
        def rows(name):
            path = f"out/{name}.FORMAT"
            if "FORMAT" == "csv":
                return list(csv.DictReader(open(path, encoding="utf-8", newline="")))
            import openpyxl
            sheet = openpyxl.load_workbook(path).active
            lines = [["" if c is None else c for c in line] for line in sheet.iter_rows(values_only=True)]
            return [dict(zip(lines[0], line)) for line in lines[1:]]
        def ids(table, column):
            found = [row[column] for row in table]
            assert len(found) == len(set(found)) and all(found), column
            return set(found)
        def fen(value):
            return int((Decimal(str(value)) * 100).to_integral_value()) if value != "" else 0
        institutions, customers = rows("风险分担机构信息"), rows("客户信息")
        projects, shares = rows("融资担保项目信息"), rows("项目风险分担信息")
        releases, compensations = rows("项目解保信息"), rows("项目代偿信息")
        recoveries = rows("项目追偿信息")
        assert rows("非融资担保项目信息") == []
        i, c, p = ids(institutions, "编号"), ids(customers, "编号"), ids(projects, "项目编号")
        for table in (shares, releases, compensations, recoveries): ids(table, "编号")
        for row in institutions: assert Decimal(row["分担比例(%)"]) > 0 and len(row["机构名称"]) <= 30
        for row in customers: assert len(row["客户名称"]) <= 20 and len(row["证件号码"]) == 18
        for row in projects:
            assert row["客户编号"] in c and fen(row["合同金额(元)"]) > 0 and len(row["项目名称"]) <= 30
            assert (row["项目状态"] == "结束") == (row["结束日期"] != "")
            assert int(row["期限(月)"]) == 12
        assert {row["客户编号"] for row in projects} == c
        for table in (shares, releases, compensations):
            for row in table: assert row["风险分担机构编号"] in i and row["项目编号"] in p
        for row in recoveries: assert row["项目编号"] in p
        percent, parts = {}, {}
        for row in shares:
            key = row["项目编号"]
            percent[key] = percent.get(key, 0) + Decimal(row["分担比例(%)"])
            parts[key] = parts.get(key, 0) + fen(row["分担金额(元)"])
            assert (row["风险类型"] == "间接风险") == row["编号"].endswith("-2")
        for row in projects:
            assert percent[row["项目编号"]] == 100 and parts[row["项目编号"]] == fen(row["合同金额(元)"])
        print(json.dumps({
            "contract": sum(fen(r["合同金额(元)"]) for r in projects),
            "shares": sum(parts.values()),
            "releases": sum(fen(r["解保金额(元)"]) for r in releases),
            "compensations": sum(fen(r["代偿金额(元)"]) for r in compensations),
            "recoveries": sum(fen(r["追偿金额(元)"]) for r in recoveries),
            "regained": sum(fen(r["追偿金额(元)"]) for r in recoveries if r["追偿方式"] == "核销(损失减少额)"),
            "costs": sum(fen(r["其他费用(元)"]) for r in recoveries),
            "waiting": sum(r["项目状态"] == "待放款" for r in projects),
            "in force": sum(r["项目状态"] == "项目在保" for r in projects)}))
        """#
}

extension Province {
    /// Changes a name as the register would.
    func rename(enterprise name: String, to other: String) throws {
        try book.writeSynchronously(as: Actor("test"), "enterprise.rename") { writing in
            try writing.connection.run(
                SQL("UPDATE enterprise SET name = ? WHERE name = ?", [.text(other), .text(name)]))
            _ = try writing.record("enterprise", before: "", after: "")
        }
    }
}
