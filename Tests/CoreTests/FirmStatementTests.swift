import Testing

@testable import Core

/// What counts where sources tell different things, at different times, of different years.
@Suite struct FirmStatementTests {
    private let department = FirmFactSource(number: 1, name: "department", kind: .agency)
    private let office = FirmFactSource(number: 2, name: "office", kind: .agency)
    private let firm = FirmFactSource(number: 3, name: "firm", kind: .firm)
    private let day = Day(2017, 6, 1)!

    private func told(
        _ source: FirmFactSource, _ day: Day, _ toldIn: Int64, _ facts: [String: FirmFactValue]
    ) -> FirmStatement {
        FirmStatement(
            source: source, day: day, toldIn: toldIn, place: 0, lastYear: day.year - 1,
            values: FirmFact.all.map { facts[$0.name] })
    }

    @Test func theNewestOfASourceStandsForIt() {
        let statements = [
            told(department, day, 1, ["dishonest": .number(1)]),
            told(department, day + 9, 2, ["dishonest": .number(0)]),
            told(department, day + 5, 3, ["dishonest": .number(1)]),
        ]
        let known = statements.told(.named("dishonest"), on: day + 20)
        #expect(known.map(\.value) == [.number(0)])
        // What is told for a later day is not known before it.
        #expect(statements.told(.named("dishonest"), on: day + 8).map(\.value) == [.number(1)])
        #expect(statements.told(.named("dishonest"), on: day + -1).isEmpty)
    }

    @Test func ofOneDayTheLastToldCounts() {
        let statements = [
            told(department, day, 7, ["employees": .number(8)]),
            told(department, day, 5, ["employees": .number(9)]),
        ]
        #expect(statements.told(.named("employees"), on: day).map(\.value) == [.number(8)])
    }

    @Test func agenciesComeBeforeTheFirmAndNothingIsLost() throws {
        let statements = [
            told(firm, day + 30, 9, ["revenue_y0": .number(500)]),
            told(department, day, 1, ["revenue_y0": .number(400)]),
            told(office, day + 1, 2, ["revenue_y0": .number(450)]),
        ]
        let fact = FirmFact.named("revenue_y0")
        let known = try #require(KnownFirmFact(fact, statements.told(fact, on: day + 40)))
        #expect(known.told.map(\.source) == [office, department, firm])
        #expect(known.value == .number(450))
        #expect(known.isDisputed)
    }

    @Test func valuesGoWithTheirYear() {
        let statements = [
            told(department, day, 1, ["revenue_y0": .number(16), "revenue_y1": .number(15)])
        ]
        // A year later the revenue of 2016 is that of the year before the last.
        let later = Day(2018, 3, 1)!
        #expect(statements.told(.named("revenue_y0"), on: later).isEmpty)
        #expect(statements.told(.named("revenue_y1"), on: later).map(\.value) == [.number(16)])
        #expect(statements.told(.named("revenue_y2"), on: later).map(\.value) == [.number(15)])
    }

    @Test func everyFactHasItsPlaceAndName() {
        #expect(FirmFact.all.count == 50)
        #expect(FirmFact.all.enumerated().allSatisfy { $0.offset == $0.element.place })
        #expect(Set(FirmFact.all.map(\.name)).count == FirmFact.all.count)
        #expect(SizeIndustry.allCases.allSatisfy { SizeIndustry(word: $0.word) == $0 })
    }

    @Test func factsFollowFromRecords() {
        var records = FirmRecords()
        records.rights = [
            right(.invention, "1", day + -100, until: nil), right(.software, "2", day + -50, until: day + -1),
            right(.utility, "3", day, until: day),
        ]
        records.qualifications = [
            Qualification(
                kind: .hnte, number: "a", grantedOn: Day(2013, 11, 28)!, endsOn: Day(2016, 11, 27)!),
            Qualification(
                kind: .hnte, number: "b", grantedOn: Day(2016, 11, 28)!, endsOn: Day(2019, 11, 27)!),
        ]
        records.incidents = [Incident(kind: .safety, day: day + -365, text: "x")]
        func value(_ name: String, _ day: Day) -> Int64? {
            records.facts(on: day).first { $0.fact.name == name }?.value.number
        }
        #expect(value("ip_class1", day) == 1 && value("ip_class2", day) == 1)
        #expect(value("ip_class2", day + 1) == 0)
        #expect(value("hnte_times", day) == 2 && value("hnte_until", day) == Int64(Day(2019, 11, 27)!.number))
        #expect(value("hnte_until", Day(2020, 1, 1)!) == nil)
        #expect(value("hnte_times", Day(2014, 1, 1)!) == 1)
        #expect(value("incident", day) == 1 && value("incident", day + 1) == nil)
        #expect(FirmRecords().facts(on: day).isEmpty)
    }

    private func right(_ kind: IPRight.Kind, _ number: String, _ from: Day, until: Day?) -> IPRight {
        IPRight(
            kind: kind, number: number, title: "t", obtained: .own, isCore: false, grantedOn: from,
            endsOn: until)
    }
}
