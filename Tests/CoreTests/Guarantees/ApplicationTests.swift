import Testing

@testable import Core

/// What may be asked for, what it costs, and the number it gets.
@Suite struct ApplicationTests {
    private func application(
        yuan: Int64 = 1_000_000, months: Int = 12, startsOn: Day = Sample.day,
        feeRate: Rate = Rate(millionths: 15_000)
    ) -> Application {
        Application(principal: .yuan(yuan), months: months, startsOn: startsOn, feeRate: feeRate)
    }

    @Test func theFeeIsThatOfTheTerms() {
        #expect(application().terms.endsOn == Day(2017, 3, 1)!)
        #expect(application().fee == .yuan(15_000))
    }

    @Test func monthsEndWithinTheMonth() {
        #expect(Day(2016, 1, 31)!.adding(months: 1) == Day(2016, 2, 29)!)
        #expect(Day(2016, 12, 31)!.adding(months: 2) == Day(2017, 2, 28)!)
        #expect(Day(2016, 3, 1)!.adding(months: 0) == Day(2016, 3, 1)!)
        #expect(Day(2199, 12, 31)!.adding(months: 1) == nil)
    }

    @Test(arguments: [
        (Int64(0), 12, 0, Int64(15_000), ["amount"]), (1, 12, 0, 15_000, []), (600_000, 12, 0, 15_000, []),
        (600_001, 12, 0, 15_000, ["amount"]), (1, 0, 0, 15_000, ["months"]), (1, 61, 0, 15_000, ["months"]),
        (1, 12, -1, 15_000, ["startsOn"]), (1, 12, 180, 15_000, []), (1, 12, 181, 15_000, ["startsOn"]),
        (1, 12, 0, 15_001, ["feeRate"]), (1, 12, 0, -1, ["feeRate"]),
    ])
    func whatStandsInTheWay(yuan: Int64, months: Int, days: Int, rate: Int64, parts: [String]) throws {
        let agreement = try Sample.agreement(
            ceilings: .init(feeRate: Rate(millionths: 15_000), borrower: .yuan(1_000_000)))
        let found = application(
            yuan: yuan, months: months, startsOn: Sample.day + days, feeRate: Rate(millionths: rate)
        ).obstacles(under: agreement, committed: .yuan(400_000), on: Sample.day)
        #expect(found.map(\.part.rawValue) == parts)
    }

    @Test func theAgreementMustBeInForce() throws {
        let found = application(startsOn: Day(2015, 12, 31)!).obstacles(
            under: try Sample.agreement(), committed: .zero, on: Day(2015, 12, 31)!)
        #expect(found.map(\.part) == [.agreement])
    }

    @Test func numbersAreDense() {
        #expect(ApplicationNumber(year: 2017, sequence: 123).text == "SQ2017-000123")
        #expect(ApplicationNumber(year: 2017, sequence: 1_234_567).text == "SQ2017-1234567")
    }
}
