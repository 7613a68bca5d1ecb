import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// The books of R&D expense: brought in once, kept, measured in three ways, told to the register.
@Suite struct ResearchImportTests {
    @Test(arguments: TestEngine.allCases) func broughtInOnce(engine: TestEngine) async throws {
        let sample = try await ResearchSample(engine)
        let first = try await sample.bring(
            projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        #expect(first.tables.map(\.outcome.counts.accepted) == [3, 12])
        #expect(first.refused == 0)
        let records = try await sample.book.database.read {
            try $0.first("SELECT COUNT(*) FROM audit") { $0.int(0) }
        }
        let again = try await sample.bring(
            projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        #expect(again.tables.map(\.outcome.counts.alreadyThere) == [3, 12])
        let after = try await sample.book.database.read {
            try $0.first("SELECT COUNT(*) FROM audit") { $0.int(0) }
        }
        #expect(after == records)
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func refusedRowsSayAllReasons(engine: TestEngine) async throws {
        let sample = try await ResearchSample(engine)
        _ = try await sample.bring(projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        let outcome = try await sample.bring(
            projects: "number,name,form,from\n,x,y,2016-02-30\n",
            vouchers: """
                number,day,project,kind,amount,words
                记-1,2016-01-31,RD01,rd_staff,1,工资
                记-20,2016-13-01,RD99,nothing,1.234,
                记-21,2018-01-01,RD01,rd_commissioned_abroad,5,付款
                记-22,2016-09-01,RD01,rd_other,-2500000.01,冲正过多
                记-23,2016-09-01,RD01,rd_other,-2500000.00,冲正

                """)
        #expect(outcome.tables.map(\.outcome.counts.refused) == [1, 4])
        #expect(outcome.tables[1].outcome.counts.accepted == 1)
        let reasons = outcome.tables[1].outcome.refusals.map { $0.reasons.map(\.en) }
        #expect(reasons.map(\.count) == [1, 5, 3, 1])
        #expect(reasons[0][0].contains("opposite amount") && reasons[0][0].contains("4,000,000.00"))
        #expect(reasons[3][0].contains("2,500,000.01"))
        #expect(sample.rejects(.projects).contains("must be one of own"))
        #expect(sample.rejects(.vouchers).contains("RD99"))
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test func aTrialSaysTheSameAndChangesNothing() async throws {
        let sample = try await ResearchSample(.sqlite)
        var bringing = ResearchImport(
            creditCode: sample.code, language: .english, today: ResearchSample.today)
        bringing.projects = try sample.file(ResearchSample.projects, "projects")
        bringing.vouchers = try sample.file(
            ResearchSample.vouchers + "记-12,2017-03-31,RD01,rd_staff,1,x\n", "vouchers")
        bringing.showsProgress = false
        bringing.isTrial = true
        let trial = try await bringing.run(into: sample.book)
        #expect(trial.tables.map(\.outcome.counts.accepted) == [3, 12] && trial.refused == 1)
        let rows = try sample.firms.read {
            try $0.first("SELECT COUNT(*) FROM research_project") { $0.int(0) }
        }
        #expect(rows == 0)
        bringing.isTrial = false
        let told = try await bringing.run(into: sample.book)
        #expect(told.tables.map(\.outcome.counts) == trial.tables.map(\.outcome.counts))
    }

    @Test func theKindsAreThoseOfTheMeasures() throws {
        let kinds = try ResearchMeasures.kinds(.embedded).map(\.name)
        #expect(
            kinds == [
                "rd_staff", "rd_direct_input", "rd_depreciation", "rd_deferred", "rd_amortisation",
                "rd_design", "rd_trials", "rd_equipment", "rd_commissioned_domestic",
                "rd_commissioned_abroad", "rd_other",
            ])
    }

    /// By hand: accounting 12.8 million; for recognition 10.06 million without other expense, of which 25% is
    /// 2.515 million, so that all 2.5 million count; for the deduction 9 million, other at most 1 million,
    /// 80% of 1 million, nothing abroad before 2018.
    @Test func threeMeasuresWithReasons() async throws {
        let sample = try await ResearchSample(.sqlite)
        _ = try await sample.bring(projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        let measures = try sample.report().measures
        #expect(measures[.accounting] == .yuan(12_800_000))
        #expect(measures[.recognition] == .yuan(12_560_000))
        #expect(measures.recognitionDomestic == .yuan(12_400_000))
        #expect(measures[.deduction] == .yuan(10_800_000))
        for measure in ResearchMeasures.Measure.allCases {
            let less = measures.differences(of: measure)
            #expect(measures[.accounting] - less.map(\.amount).sum() == measures[measure])
            #expect(less.allSatisfy { !$0.citations.isEmpty && $0.amount.isPositive })
        }
        #expect(
            measures.differences(of: .deduction).map(\.amount) == [
                .yuan(100_000), .yuan(1_500_000), .yuan(200_000), .yuan(200_000),
            ])
    }

    @Test(arguments: TestEngine.allCases) func figuresFlowIntoTheRegister(engine: TestEngine) async throws {
        let sample = try await ResearchSample(engine)
        _ = try await sample.bring(projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        let facts = try sample.firms.facts(1, on: ResearchSample.today)
        let known = try #require(facts.facts["rd_y0"])
        #expect(known.value == .number(1_256_000_000))
        #expect(known.source.kind == .books && known.day == ResearchSample.today)
        #expect(facts.facts["rd_domestic_y0"]?.value == .number(1_240_000_000))
        #expect(facts.facts["rd_y1"] == nil)
        // The year that still runs counts once it is over.
        let next = try sample.firms.facts(1, on: Day(2018, 3, 1)!)
        #expect(next.facts["rd_y0"]?.value == .number(30_000_001))
        #expect(next.facts["rd_y1"]?.value == .number(1_256_000_000))
        // Another source that differs stands beside it; an agency counts before the books.
        let path = try sample.file("credit_code,name,rd_y0\n\(sample.code),南宁云例软件有限公司,12000000\n", "told")
        _ = try await sample.firms.run(path, "office", on: ResearchSample.today)
        let disputed = try #require(try sample.firms.facts(1, on: ResearchSample.today).facts["rd_y0"])
        #expect(disputed.isDisputed && disputed.told.map(\.source.kind) == [.agency, .books])
        // What lists find the firm by stays as it was.
        let division = try sample.firms.read {
            try $0.first("SELECT division FROM enterprise_profile") { $0.text(0) }
        }
        #expect(division == "450103")
        // The books are the facts of the measures, also beyond their own policy.
        let books = try sample.firms.facts(1, on: Day(2016, 12, 31)!)
        let explanation = try PolicyShelf.embedded.explain("rd-measures", books)
        #expect(explanation.decision.amount?.lowerBound == .yuan(12_560_000))
        let extra = try PolicyShelf.embedded.explain("extra-deduction", books)
        #expect(extra.facts.values[extra.program.policy.facts.places["rd_deductible"]!] == 1_080_000_000)
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            "UPDATE research_voucher SET amount = amount + 1 WHERE id = 3", "DELETE FROM research_voucher",
            "UPDATE research_voucher SET year = 2017 WHERE id = 1",
            "UPDATE research_project SET name = 'x' WHERE id = 2",
        ])
    func aChangeBehindTheBackIsFound(engine: TestEngine, sql: String) async throws {
        let sample = try await ResearchSample(engine)
        _ = try await sample.bring(projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        try sample.firms.tamper(sql)
        #expect(try await Verification.run(sample.book).findings.count == 1)
    }

    @Test func theSheetsAddUp() async throws {
        let sample = try await ResearchSample(.sqlite)
        _ = try await sample.bring(projects: ResearchSample.projects, vouchers: ResearchSample.vouchers)
        let report = try sample.report()
        let sheets = report.sheets
        #expect(sheets.map(\.title) == ["研发支出辅助账", "研发支出辅助账汇总表", "企业年度研究开发费用结构明细表", "研发费用三种口径对照"])
        for sheet in sheets {
            #expect(
                sheet.rows.allSatisfy {
                    $0.texts.count == sheet.textHeads.count && $0.amounts.count == sheet.amountHeads.count
                })
        }
        let total = Fen.yuan(12_800_000)
        #expect(sheets[0].rows.last?.amounts.first == total)
        #expect(sheets[1].rows.first { $0.texts[0] == "合计" }?.amounts.last == total)
        #expect(sheets[1].rows.last?.amounts.last == .yuan(10_800_000))
        #expect(sheets[2].rows.first { $0.texts[0].contains("小计") }?.amounts.last == total)
        #expect(sheets[2].rows.last?.amounts.last == .yuan(12_560_000))
        let path = "\(sample.firms.folder)/report.xlsx"
        try report.write(to: path)
        let read = try TableReader(path: path, sheet: "研发支出辅助账汇总表")
        #expect(read.originalHeader.first == "研发支出辅助账汇总表")
        #expect(JSON(parsing: report.bytes)?["total"] == .string("12800000.00"))
        #expect(throws: ResearchRefusal.noYear(2014)) { try sample.report(2014) }
    }
}
