import Testing

@testable import Core

/// Random lives of guarantees: what is refused changes nothing, and what is recorded keeps every rule.
@Suite struct GuaranteeHistoryTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func randomLivesKeepEveryRule(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            let weights: [Int64] = (0..<4).map { _ in Int64.random(in: 0...7, using: &generator) }
            var history = History(try Sample.guarantee([weights[0] + 1, weights[1], weights[2], weights[3]]))
            for _ in 0..<60 {
                let before = history.guarantee
                do throws(GuaranteeRefusal) {
                    if Int.random(in: 0..<12, using: &generator) == 0,
                        let index = history.past.indices.randomElement(using: &generator)
                    {
                        try history.reverse(index)
                    } else {
                        try history.record(event(for: history.guarantee, &generator))
                    }
                } catch {
                    #expect(history.guarantee == before)
                    #expect(!error.sentence.zh.isEmpty && !error.sentence.en.isEmpty)
                }
                check(history)
            }
            // What the entries make of it is what it has become.
            let replayed = try Sample.guarantee(history.guarantee.agreement.shares.weights).replaying(
                history.past)
            #expect(
                replayed.with(position: cleared(replayed.position))
                    == history.guarantee.with(position: cleared(history.guarantee.position)))
        }
    }

    /// An event told late ends like one told in time, wherever the rest still holds.
    @Test func whatIsToldLateEndsLikeWhatWasToldInTime() throws {
        var generator = SeededGenerator(seed: 6)
        var inserted = 0
        for _ in 0..<300 {
            var events: [(GuaranteeEvent, Day)] = []
            var inTime = History(try Sample.guarantee([5, 3, 3, 2]))
            for step in 0..<30 {
                let (event, day) = (event(for: inTime.guarantee, &generator), Sample.day + step)
                guard (try? inTime.record(event, on: day)) != nil else { continue }
                events.append((event, day))
            }
            guard events.count > 1 else { continue }
            let late = Int.random(in: 0..<events.count - 1, using: &generator)
            var told = History(try Sample.guarantee([5, 3, 3, 2]))
            do throws(GuaranteeRefusal) {
                for (index, event) in events.enumerated() where index != late {
                    try told.record(event.0, on: event.1)
                }
                try told.insert(events[late].0, on: events[late].1)
            } catch {
                continue
            }
            inserted += 1
            check(told)
            #expect(told.guarantee == inTime.guarantee)
            #expect(told.balances.filter { !$0.value.isZero } == inTime.balances.filter { !$0.value.isZero })
        }
        #expect(inserted > 50)
    }

    /// Reversing every entry, the last first, leaves no balance anywhere.
    @Test func reversingEverythingLeavesNothing() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var history = History(try Sample.guarantee([5, 3, 3, 2]))
            for _ in 0..<40 {
                let event = event(for: history.guarantee, &generator)
                _ = try? history.record(event)
            }
            for index in history.past.indices.reversed() { try history.reverse(index) }
            #expect(history.balances.values.allSatisfy { $0.isZero })
            #expect(history.guarantee.state == .filed)
        }
    }

    private func check(_ history: History) {
        let position = history.guarantee.position
        let shares = history.guarantee.agreement.shares
        #expect(history.balances.values.sum().isZero)
        for (account, balance) in history.balances
        where account.kind.mustNotBeNegative && account.kind != .fund {
            #expect(!balance.isNegative, "\(account)")
        }
        #expect(history.balance(Sample.bank, .loans) == position.outstanding)
        #expect(
            !position.outstanding.isNegative && !position.openClaim.isNegative
                && !position.unclaimed.isNegative)
        #expect(position.borne(shares).sum() == position.loss - position.netRecovered)
        let borne = [Sample.guarantor, Sample.reguarantor, Sample.bank, Sample.treasury].map {
            history.balance($0, .borne) + history.balance($0, .lost)
        }
        #expect(borne == position.borne(shares))
        for party in Party.others {
            #expect(!position.owedToGuarantor(party, shares).isNegative)
            #expect(!position.owedByGuarantor(party).isNegative)
        }
    }

    /// The day of the last event is not taken back by a reversal.
    private func cleared(_ position: Position) -> Position {
        var position = position
        position.lastOn = nil
        return position
    }

    private func event(for guarantee: Guarantee, _ generator: inout SeededGenerator) -> GuaranteeEvent {
        let amount = Fen(
            Int64.random(
                in: 1...[3, 100, 40_000, 30_000_000].randomElement(using: &generator)!, using: &generator))
        let party = Party.others.randomElement(using: &generator)!
        switch Int.random(in: 0..<16, using: &generator) {
        case 0, 1: return .disbursed(amount)
        case 2: return .feePaid(amount)
        case 3: return .repaid(amount)
        case 4 where Int.random(in: 0..<6, using: &generator) == 0: return .released
        case 5, 6: return .claimed(amount, interest: Fen(Int64.random(in: 0...amount.fen, using: &generator)))
        case 7, 8: return .compensated(amount)
        case 9: return .paid(by: party, amount)
        case 10: return .passedOn(to: party, amount)
        case 11, 12: return .recovered(amount)
        case 13: return .recoveryCost(amount)
        case 14: return .writtenOff(amount)
        default: return .extended(until: guarantee.endsOn + 10)
        }
    }
}
