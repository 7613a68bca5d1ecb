import Testing

@testable import Core

/// The monthly form: its rows, how values are entered, what is drawn from guarantees, and its checks.
@Suite struct MonthlyFormTests {
    private static let guarantor = try! Institution.registered(
        id: ID(1), code: "G", name: "担保", kind: .guarantor, level: .city, division: "450100")
    private static let month = FormMonth("2017-06")!

    @Test func rowsStandInTheOfficialOrderInBothLanguages() {
        let numbers = MonthlyFormRow.all.map(\.number)
        #expect(Set(numbers).count == numbers.count)
        let ordered = numbers.sorted {
            $0.split(separator: ".").map { Int($0)! }.lexicographicallyPrecedes(
                $1.split(separator: ".").map { Int($0)! })
        }
        #expect(numbers == ordered)
        #expect(numbers.filter { !$0.contains(".") } == (1...23).map(String.init))
        for row in MonthlyFormRow.all {
            #expect(row.name.zh.contains { !$0.isASCII } && row.name.en.allSatisfy(\.isASCII))
            #expect(MonthlyFormRow.find(row.number) == row)
        }
        let flows = MonthlyFormRow.all.filter { $0.span == .inYear }.map(\.number)
        #expect(
            Set(flows.map { $0.prefix { $0 != "." } })
                == ["5", "6", "10", "11", "12", "13", "15", "17"])
    }

    @Test(arguments: [
        ("0", 0), ("14", 14_000_000), ("1250.5", 1_250_500_000), ("-3.000001", -3_000_001),
        ("1.0000001", nil), ("", nil), ("-", nil), (".5", nil), ("5.", nil), ("1,000", nil), ("1e3", nil),
        ("1.2.3", nil), ("99999999999999", nil), ("1000000000", 1_000_000_000_000_000),
        ("1000000000.01", nil),
    ])
    func amountsAreReadExactlyOrNotAtAll(_ text: String, _ fen: Int64?) {
        #expect(MonthlyFormRow.Unit.money.value(text) == fen)
        if let fen { #expect(MonthlyFormRow.Unit.money.value(MonthlyFormRow.Unit.money.text(fen)) == fen) }
    }

    @Test func personsAreWholeNumbers() {
        let unit = MonthlyFormRow.Unit.persons
        #expect(unit.value("14") == 14 && unit.value("1.5") == nil && unit.value("99999999") == nil)
        #expect(unit.text(14) == "14")
    }

    @Test(arguments: [
        ("4", "1", "monthly_form_row_is_drawn"), ("5.1.1", "1", "monthly_form_row_is_drawn"),
        ("5.1.4", "1", "monthly_form_row_is_drawn"), ("5.1", "1", "monthly_form_row_is_drawn"),
        ("99", "1", "monthly_form_unknown_row"), ("23", "x", "monthly_form_not_a_value"),
        ("23", "-1", "monthly_form_below_zero"), ("telephone", "", "monthly_form_not_words"),
    ])
    func whatCanNotBeEnteredIsRefused(_ row: String, _ value: String, _ code: String) {
        #expect { try MonthlyFormEntry(row: row, value: value) } throws: {
            ($0 as? MonthlyFormRefusal)?.code == code
        }
    }

    @Test func aLossMayBeEntered() throws {
        let entry = try MonthlyFormEntry(row: "11", value: "-12.5")
        #expect(entry == .value(MonthlyFormRow.find("11")!, -12_500_000))
        #expect(try MonthlyFormEntry(row: "13", value: "7").key == "13")
    }

    @Test func monthsKnowTheirDays() {
        #expect(Self.month.last == Day(2017, 6, 30) && Self.month.beforeYear == Day(2016, 12, 31))
        #expect(FormMonth("2016-02")?.last == Day(2016, 2, 29))
        #expect(FormMonth("2017-01")?.before == FormMonth("2016-12"))
        for text in ["2017-13", "2017-6", "201706", "2017-00", "1899-12"] { #expect(FormMonth(text) == nil) }
        #expect(FormMonth(number: 201_706) == Self.month && FormMonth(number: 201_713) == nil)
    }
}

// What is drawn.
extension MonthlyFormTests {
    private func guarantee(
        _ enterprise: Int32, _ kind: GuaranteeFeatures.Kind, _ size: EnterpriseSize, individual: Bool = false
    ) -> MonthlyFormGuarantee {
        let customer: GuaranteeFeatures.CustomerKind = individual ? .individual : .enterprise
        let risk = GuaranteedRisk(
            kind, of: customer, isSmallOrMicro: size.isSmallOrMicro, isHousing: false, rating: .notStated)
        return MonthlyFormGuarantee(
            enterprise: enterprise, shares: 0, kind: kind, size: size, customer: customer,
            isAgricultural: size == .micro, risk: risk)
    }

    private func totals(
        _ disbursed: Int64, _ outstanding: Int64, losses: GuaranteeTotals.Losses? = nil, claim: Int64 = 0,
        isPastTerm: Bool = false
    ) -> MonthlyFormTotals {
        MonthlyFormTotals(
            totals: GuaranteeTotals(
                disbursed: Fen(disbursed), outstanding: Fen(outstanding), losses: losses),
            fees: Fen(disbursed / 100), openClaim: Fen(claim), isPastTerm: isPastTerm)
    }

    @Test func groupsKindsAndCustomersAreToldApart() throws {
        var fold = MonthlyFormFold(shares: [try Shares("4:3:2:1")], enterprises: 3)
        let all = [
            guarantee(0, .loan, .small), guarantee(0, .bond, .small), guarantee(1, .loan, .micro),
            guarantee(2, .otherFinancing, .large, individual: true),
        ]
        for (place, one) in all.enumerated() {
            let amount = Int64(1_000 << place)
            fold.add(totals(amount, 0), of: one, at: .startOfYear)
            fold.add(totals(amount * 3, amount, isPastTerm: place == 3), of: one, at: .end)
            fold.add(disbursedInYear: Fen(amount * 2), of: one, at: .end)
        }
        func value(
            _ measure: MonthlyFormMeasure, _ group: MonthlyFormGroup, _ span: MonthlyFormRow.Span = .asOf
        ) -> Int64 { fold.value(measure, group, span, .amount) }
        #expect(value(.guaranteed, .all, .inYear) == 30_000 && value(.guaranteed, .all) == 45_000)
        #expect(value(.outstanding, .loans) == 5_000 && value(.outstanding, .bonds) == 2_000)
        #expect(value(.outstanding, .otherFinancing) == 8_000 && value(.outstanding, .individuals) == 8_000)
        #expect(value(.outstanding, .small) == 3_000 && value(.outstanding, .micro) == 4_000)
        #expect(value(.outstanding, .agriculture) == 4_000 && value(.overdue, .all) == 8_000)
        #expect(value(.released, .all) == 30_000 && value(.fees, .all, .inYear) == 300)
        // One customer has a loan and a bond.
        #expect(value(.customersInForce, .all) == 3 && value(.customersInForce, .loans) == 2)
        #expect(value(.customersInForce, .bonds) == 1 && value(.customersGuaranteed, .all) == 3)
        #expect(fold.value(.customersInForce, .all, .asOf, .startOfYear) == 0)
        #expect(fold.value(.outstanding, .all, .asOf, .lastYear) == 0)
    }

    /// Compensated, lost and recovered leave out the bank's share, so that what is left is never below zero.
    @Test func compensationLossAndRecoveryAddUp() throws {
        let table = try Shares("4:3:2:1")
        for loss in stride(from: Int64(0), through: 4_000, by: 131) {
            for recovered in stride(from: Int64(0), through: 4_400, by: 173) {
                for writtenOff in [0, loss / 3, loss] {
                    var losses = GuaranteeTotals.Losses()
                    (losses.loss, losses.recovered) = (Fen(loss), Fen(recovered))
                    (losses.recoveryCosts, losses.writtenOff) = (Fen(100), Fen(writtenOff))
                    let all = totals(9_000, 0, losses: losses)
                    func value(_ measure: MonthlyFormMeasure) -> Fen { all.value(measure, table) }
                    let left = value(.compensated) - value(.lost) - value(.recovered)
                    #expect(value(.compensationBalance) == left && !left.isNegative)
                    #expect(!value(.lost).isNegative && !value(.recovered).isNegative)
                    #expect(value(.compensated) == Fen(loss) - table.parts(of: Fen(loss))[2])
                }
            }
        }
    }

    @Test func theLiabilityIsRoundedOnceAndItsPartsAddUp() throws {
        var fold = MonthlyFormFold(shares: [try Shares("1:1:1:0")], enterprises: 2)
        let all = [guarantee(0, .loan, .small), guarantee(0, .loan, .small), guarantee(1, .loan, .large)]
        for one in all { fold.add(totals(10, 10), of: one, at: .end) }
        let parts = all.map { fold.addLiability(Fen(10), of: $0, at: .end) }
        // (10 + 10) x 75% / 3 + 10 / 3 = 8.33
        #expect(fold.value(.liability, .all, .asOf, .amount) == 8)
        #expect(parts.sum() == Fen(8))
    }

    @Test func aClaimCountsAsOverdueUpToWhatIsOutstanding() throws {
        let table = try Shares("4:3:2:1")
        #expect(totals(900, 500, claim: 300).value(.overdue, table) == Fen(300))
        #expect(totals(900, 200, claim: 300).value(.overdue, table) == Fen(200))
        #expect(totals(900, 500, isPastTerm: true).value(.overdue, table) == Fen(500))
    }
}

// The cells and the checks.
extension MonthlyFormTests {
    /// A form that has nothing but zeros, all entered.
    private func form(_ change: (inout MonthlyForm.Entered) -> Void = { _ in }) -> MonthlyForm {
        var entered = MonthlyForm.Entered(checkedBy: "甲", telephone: "1")
        for column in MonthlyFormColumn.allCases {
            entered.netAssets[column] = .zero
            for row in MonthlyFormRow.all where row.source == .entered {
                entered.values[column, default: [:]][row.number] = 0
            }
        }
        change(&entered)
        let fold = MonthlyFormFold(shares: [], enterprises: 0)
        return MonthlyForm(of: Self.guarantor, Self.month, drawn: fold, entered: entered)
    }

    @Test func noBusinessIsZeroAndPassesAllChecks() {
        let form = form()
        #expect(MonthlyFormCheck.findings(form).isEmpty)
        for row in MonthlyFormRow.all {
            for column in MonthlyFormColumn.allCases {
                let isDash = row.span == .inYear && column == .startOfYear
                let expected: MonthlyForm.Cell =
                    row.source == .heading ? .heading : isDash ? .notApplicable : .value(0)
                #expect(form[row, column] == expected, "\(row.number)")
            }
        }
    }

    @Test func whatIsNotEnteredIsMissedOnce() {
        let form = form {
            $0.values[.amount]?["12"] = nil; $0.values[.lastYear]?["12"] = nil
        }
        #expect(MonthlyFormCheck.findings(form) == [.missing(MonthlyFormRow.find("12")!)])
        #expect(form.value("12", .amount) == nil)
    }

    @Test func otherBusinessIsAddedToTheTotals() {
        let form = form {
            $0.values[.amount]?["5.2.1"] = 700
            $0.values[.amount]?["5.2.3"] = 11
            $0.values[.amount]?["13"] = 5
            $0.values[.amount]?["14"] = 9
        }
        #expect(form.value("5.2.4", .amount) == 711 && form.value("5", .amount) == 711)
        #expect(form.value("13", .amount) == 5 && form.value("13.1", .amount) == 0)
        #expect(MonthlyFormCheck.findings(form).isEmpty)
    }

    @Test(arguments: [
        ("2.1", 5, "monthly_form_sum_differs"), ("21.3", 5, "monthly_form_sum_differs"),
        ("23.1", 5, "monthly_form_sum_differs"), ("5", 5, "monthly_form_sum_differs"),
        ("5.1.4", 5, "monthly_form_sum_differs"), ("7.2.4", 5, "monthly_form_sum_differs"),
        ("6", 5, "monthly_form_sum_differs"), ("9.1.4", 5, "monthly_form_customers_differ"),
        ("4", 5, "monthly_form_parts_above_whole"), ("8", 5, "monthly_form_parts_above_whole"),
        ("10.1", 5, "monthly_form_parts_above_whole"), ("5.3", 5, "monthly_form_parts_above_whole"),
        ("7.5", 5, "monthly_form_parts_above_whole"), ("9.6", 5, "monthly_form_parts_above_whole"),
        ("6.1.1.1", 5, "monthly_form_parts_above_whole"), ("17", 5, "monthly_form_parts_above_whole"),
        ("22.2", 5, "monthly_form_parts_above_whole"), ("20", 5, "monthly_form_parts_above_whole"),
        ("19", 5, "monthly_form_compensation_balance"), ("19.1", 5, "monthly_form_compensation_balance"),
        ("13", -5, "monthly_form_negative"), ("23", -5, "monthly_form_negative"),
    ])
    func eachRuleFindsWhatBreaksIt(_ number: String, _ value: Int64, _ code: String) throws {
        let row = try #require(MonthlyFormRow.find(number))
        for column in [MonthlyFormColumn.amount, .lastYear] {
            var form = form()
            form[row, column] = .value(value)
            let findings = MonthlyFormCheck.findings(form)
            #expect(findings.contains { $0.code == code }, "\(findings.map(\.sentence.en))")
            for finding in findings {
                #expect(finding.sentence.zh.contains(column.name.zh))
                #expect(finding.sentence.en.contains(finding.row.number))
            }
        }
    }

    @Test func netAssetsAndProfitMayBeBelowZero() {
        let form = form {
            $0.netAssets[.amount] = Fen(-5)
            $0.values[.amount]?["11"] = -7
        }
        #expect(MonthlyFormCheck.findings(form).isEmpty)
    }
}
