import Core
import Testing

/// Statements between two institutions, their ticks, the age of claims, and the early end of an agreement.
@Suite struct SettlementStatementTests {
    private static let day = Day(2017, 1, 10)!

    private func line(
        _ after: Int, _ kind: SettlementLine.Kind, _ amount: Int64, byGuarantor: Bool = false
    ) -> SettlementLine {
        SettlementLine(
            day: Self.day + after, entry: Int64(after + 100), guarantee: "G1", kind: kind,
            isOwedByGuarantor: byGuarantor, amount: Fen(amount))
    }

    @Test func aStatementAddsUp() {
        let history = [
            line(0, .claimed, 1_000), line(5, .paid, 300), line(6, .claimed, 50, byGuarantor: true),
            line(7, .reduced, 100), line(8, .paid, -300), line(20, .claimed, 7),
        ]
        let statement = SettlementStatement(from: Self.day + 1, until: Self.day + 10, history: history)
        #expect(statement.owedByOther.opening == Fen(1_000))
        #expect(statement.owedByOther.paid == .zero)
        #expect(statement.owedByOther.reduced == Fen(100))
        #expect(statement.owedByOther.closing == Fen(900))
        #expect(statement.owedByGuarantor.closing == Fen(50))
        #expect(statement.lines.count == 4)
        let same = SettlementStatement(from: Self.day + 1, until: Self.day + 10, history: history.reversed())
        #expect(same.canonicalText == statement.canonicalText)
        for place in history.indices.dropLast() {
            var other = history
            other.remove(at: place)
            let changed = SettlementStatement(from: Self.day + 1, until: Self.day + 10, history: other)
            #expect(changed.canonicalText != statement.canonicalText, "\(place)")
        }
    }

    @Test func itIsAgreedOnlyWhenBothTickedWhatIs() {
        let cases: [([UInt8]?, [UInt8]?, SettlementStanding)] = [
            (nil, nil, .open), ([1], nil, .oneSide), (nil, [1], .oneSide), ([1], [1], .agreed),
            ([2], nil, .changedSince), ([1], [2], .changedSince), ([2], [2], .changedSince),
        ]
        for (guarantor, other, standing) in cases {
            #expect(SettlementStanding(guarantor: guarantor, other: other, now: [1]) == standing)
        }
    }

    @Test func claimsAgeByDays() {
        let ages: [(Int, ClaimAge)] = [
            (-1, .notDue), (0, .notDue), (1, .month), (30, .month), (31, .quarter), (90, .quarter),
            (91, .halfYear), (181, .year), (366, .older),
        ]
        for (days, age) in ages { #expect(ClaimAge(dueOn: Self.day, on: Self.day + days) == age) }
        #expect(ClaimAge(dueOn: nil, on: Self.day) == .withoutDueDay)
    }

    @Test func aFundLacksWhatItDoesNotHold() {
        let short = FundStanding(budget: Fen(10), balance: Fen(4), open: [Fen(1), Fen(2), Fen(3), .zero])
        #expect(short.claimed == Fen(6))
        #expect(short.shortfall == Fen(2))
        #expect(FundStanding(budget: .zero, balance: Fen(9), open: [Fen(1)]).shortfall == .zero)
    }

    @Test func anAgreementEndsEarlierButNotInThePast() throws {
        let agreement = try Sample.agreement()
        let today = Self.day
        let ended = try agreement.ending(on: today + 10, today: today)
        #expect(ended.until == today + 10)
        #expect(ended.isInForce(on: today + 10) && !ended.isInForce(on: today + 11))
        #expect(ended.shares == agreement.shares && ended.from == agreement.from)
        #expect(throws: AgreementEndRefusal.inThePast(today + -1, today)) {
            try agreement.ending(on: today + -1, today: today)
        }
        #expect(throws: AgreementEndRefusal.notEarlier(today + 10, today + 10)) {
            try ended.ending(on: today + 10, today: today)
        }
        #expect(throws: AgreementEndRefusal.hasEnded(today + 10)) {
            try ended.ending(on: today + 20, today: today + 11)
        }
        let early = Day(2015, 12, 1)!
        #expect(throws: AgreementEndRefusal.beforeItBegins(early + 1, agreement.from)) {
            try agreement.ending(on: early + 1, today: early)
        }
    }
}
