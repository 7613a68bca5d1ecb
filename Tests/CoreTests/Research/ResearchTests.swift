import Testing

@testable import Core

/// What may be entered in the books of R&D expense, what is refused, and what they come to.
@Suite struct ResearchTests {
    static let staff = ResearchKind(name: "rd_staff", title: Sentence(zh: "人员人工费用", en: "R&D staff"))
    static let domestic = ResearchKind(
        name: "rd_commissioned_domestic", title: Sentence(zh: "委托境内研发费用", en: "commissioned"))
    static let day = Day(2016, 5, 1)!

    static func project(
        _ form: ResearchForm = .own, until: Day? = Day(2017, 12, 31)
    ) throws -> ResearchProject {
        try .planned(number: "RD01", name: "示例项目", form: form, from: Day(2016, 1, 1)!, until: until)
    }

    private func entered(
        _ number: String = "记-1", on day: Day = day, kind: String = "人员人工费用", _ amount: Fen = .yuan(10),
        words: String = "工资", project: ResearchProject?
    ) -> (voucher: ResearchVoucher?, refusals: [ResearchRefusal]) {
        ResearchVoucher.entered(
            number: number, on: day, project: "RD01", kind: kind, amount, for: words,
            in: .init(project: project, kinds: [Self.staff, Self.domestic], today: Day(2017, 1, 5)!))
    }

    @Test func aVoucherIsEnteredByTheTitleOfItsKind() throws {
        let (voucher, refusals) = entered(project: try Self.project())
        #expect(refusals.isEmpty)
        #expect(voucher?.kind == "rd_staff")
        #expect(entered(kind: "staff", project: try Self.project()).voucher == voucher)
    }

    @Test func allThatIsWrongIsSaidTogether() throws {
        let project = try Self.project(until: Day(2016, 12, 31))
        let found = entered("", on: Day(2017, 2, 1)!, kind: "x", .zero, words: "\n", project: project)
        #expect(found.voucher == nil)
        #expect(
            found.refusals.map(\.code) == [
                "research_number_wrong", "research_words_wrong", "research_amount_zero",
                "research_day_ahead", "research_kind_unknown", "research_day_outside",
            ])
        #expect(entered(project: nil).refusals.map(\.code) == ["research_project_unknown"])
        for refusal in found.refusals {
            #expect(refusal.sentence.zh.hasSuffix("。") && refusal.sentence.en.hasSuffix("."))
        }
    }

    /// A commissioned project has the other party's invoices alone, the others have none of them.
    @Test(arguments: ResearchForm.allCases) func formsTakeTheirKinds(form: ResearchForm) throws {
        let project = try Self.project(form)
        #expect((entered(project: project).voucher != nil) == (form.onlyKind == nil))
        let paid = entered(kind: "rd_commissioned_domestic", project: project)
        #expect((paid.voucher != nil) == (form == .commissionedDomestic))
        #expect(ResearchForm(named: form.name.zh) == form && ResearchForm(named: form.rawValue) == form)
    }

    @Test func aCorrectionTakesBackWhatWasEnteredAndNoMore() throws {
        let voucher = try #require(entered(project: try Self.project()).voucher)
        var sums = ResearchSums(year: 2016)
        #expect(sums.isEmpty)
        sums.add(voucher)
        let correction = voucher.corrected(number: "记-2", on: Day(2016, 6, 1)!)
        #expect(try correction.added(to: sums.sum(of: "rd_staff")) == .zero)
        #expect(throws: ResearchRefusal.belowZero(correction, Fen(999))) {
            try correction.added(to: Fen(999))
        }
        sums.add(correction)
        #expect(sums.total == .zero && !sums.isEmpty)
        // Another year's is none of its business.
        sums.add(voucher.corrected(number: "记-3", on: Day(2017, 1, 1)!))
        #expect(sums.voucherCount == 2)
    }

    @Test func aProjectChangesAsFarAsItsVouchersFit() throws {
        let project = try Self.project()
        let vouchers = (first: Self.day, last: Day(2016, 8, 1)!)
        let shorter = try Self.project(until: Day(2016, 7, 31))
        #expect(throws: ResearchRefusal.self) { try project.changed(to: shorter, vouchers: vouchers) }
        #expect(try project.changed(to: shorter, vouchers: nil) == shorter)
        let longer = try Self.project(until: nil)
        #expect(try project.changed(to: longer, vouchers: vouchers) == longer)
        let joint = try Self.project(.joint)
        #expect(throws: ResearchRefusal.formFixed(project: "RD01", .own)) {
            try project.changed(to: joint, vouchers: vouchers)
        }
        #expect(throws: ResearchRefusal.self) { try Self.project(until: Day(2015, 12, 31)) }
    }
}
