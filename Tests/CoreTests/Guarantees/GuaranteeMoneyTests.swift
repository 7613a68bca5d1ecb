import Testing

@testable import Core

@Suite struct GuaranteeMoneyTests {
    /// The example of the agreement 8/2 with the bank and 4/3/1 of the rest.
    @Test func lossIsShared4321() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(.yuan(1_000_000)))
        try history.record(.claimed(Fen(1_001), interest: Fen(1)))
        try history.record(.compensated(Fen(801)))
        #expect(history.balance(Sample.guarantor, .borne) == Fen(401))
        #expect(history.balance(Sample.reguarantor, .borne) == Fen(300))
        #expect(history.balance(Sample.bank, .borne) == Fen(200))
        #expect(history.balance(Sample.treasury, .borne) == Fen(100))
        #expect(history.balance(Sample.guarantor, .cash) == Fen(-801))
        #expect(history.balance(Sample.bank, .loans) == Fen(100_000_000 - 1_000))
        #expect(history.balance(Sample.bank, .interest) == Fen(-1))
    }

    @Test func theBankCannotClaimTwice() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(100)))
        try history.record(.claimed(Fen(100), interest: .zero))
        #expect(throws: GuaranteeRefusal.claimAboveUnpaid(Fen(1), .zero)) {
            try history.guarantee.recording(.claimed(Fen(1), interest: .zero), on: Sample.day, reference: nil)
        }
    }

    @Test func theGuarantorPaysNoMoreThanTheSharesMakeDue() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(1_000)))
        try history.record(.claimed(Fen(1_000), interest: .zero))
        #expect(throws: GuaranteeRefusal.compensatedAboveDue(Fen(801), Fen(800))) {
            try history.guarantee.recording(.compensated(Fen(801)), on: Sample.day, reference: nil)
        }
        try history.record(.compensated(Fen(800)))
        #expect(history.guarantee.state == .compensated)
    }

    /// Paying the bank in any instalments bears the same in the end as paying at once.
    @Test func instalmentsEndLikeOnePayment() throws {
        var generator = SeededGenerator(seed: 20_170_719)
        for _ in 0..<300 {
            let weights: [Int64] = [
                Int64.random(in: 1...40, using: &generator), 3, Int64.random(in: 0...9, using: &generator), 1,
            ]
            let claim = Fen(Int64.random(in: 1...100_000, using: &generator))
            var history = History(try Sample.guarantee(weights))
            let shares = history.guarantee.agreement.shares
            try history.record(.disbursed(.yuan(1_000_000)))
            try history.record(.claimed(claim, interest: .zero))
            var left = claim - shares.part(of: Party.bank.rawValue, in: claim)
            while left.isPositive {
                let payment = Fen(Int64.random(in: 1...max(1, left.fen), using: &generator))
                try history.record(.compensated(payment))
                left -= payment
            }
            #expect(history.guarantee.position.loss == claim)
            #expect(history.guarantee.position.borne(shares) == shares.parts(of: claim))
        }
    }

    @Test func recoveringEverythingBringsEveryPartyBackToZero() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(1_000_003)))
        try history.record(.claimed(Fen(1_000_003), interest: .zero))
        try history.record(.compensated(Fen(1_000_003 - 200_000)))
        for _ in 0..<7 { try history.record(.recovered(Fen(142_857))) }
        try history.record(.recoveryCost(Fen(500)))
        try history.record(.recovered(Fen(4 + 500 + 90)))
        for institution in [Sample.guarantor, Sample.reguarantor, Sample.bank, Sample.treasury] {
            #expect(history.balance(institution, .borne).isZero)
        }
        #expect(history.balance(Sample.guarantor, .surplus) == Fen(-90))
        #expect(history.guarantee.state == .closed)
    }

    @Test func aRecoveryAfterTheWriteOffTakesItBack() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(1_000)))
        try history.record(.claimed(Fen(1_000), interest: .zero))
        try history.record(.compensated(Fen(800)))
        try history.record(.writtenOff(Fen(1_000)))
        #expect(history.guarantee.state == .closed)
        #expect(history.balance(Sample.reguarantor, .lost) == Fen(300))
        try history.record(.recovered(Fen(400)))
        #expect(history.balance(Sample.reguarantor, .lost) == Fen(180))
        #expect(history.balance(Sample.reguarantor, .borne).isZero)
    }

    @Test func aLaterCompensationDoesNotWriteOffAgainWhatWasRecovered() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(2_000)))
        try history.record(.claimed(Fen(1_000), interest: .zero))
        try history.record(.compensated(Fen(800)))
        try history.record(.writtenOff(Fen(1_000)))
        try history.record(.recovered(Fen(500)))
        try history.record(.claimed(Fen(1_000), interest: .zero))
        try history.record(.compensated(Fen(800)))
        #expect(history.guarantee.position.effectivelyWrittenOff == Fen(500))
        #expect(history.guarantee.position.unrecovered == Fen(1_000))
        #expect(history.balance(Sample.reguarantor, .lost) == Fen(150))
    }

    @Test func aFeeIsRefundedOnlyAsTheAgreementSays() throws {
        var history = History(
            Guarantee.restored(
                id: ID(1), agreement: try Sample.agreement(), terms: Sample.terms(), state: .filed,
                position: Position()))
        try history.record(.disbursed(Fen(1_000)))
        try history.record(.feePaid(Fen(15)))
        try history.record(.released)
        #expect(throws: GuaranteeRefusal.refundNotAgreed("A1")) {
            try history.guarantee.recording(.feeRefunded(Fen(1)), on: Sample.day, reference: nil)
        }
    }

    @Test func eachPartyPaysWhatItOwesAndNoMore() throws {
        var history = History(try Sample.guarantee())
        try history.record(.disbursed(Fen(1_000)))
        try history.record(.claimed(Fen(1_000), interest: .zero))
        try history.record(.compensated(Fen(800)))
        try history.record(.paid(by: .reguarantor, Fen(100)))
        #expect(throws: GuaranteeRefusal.paidAboveOwed(.reguarantor, Fen(201), Fen(200))) {
            try history.guarantee.recording(.paid(by: .reguarantor, Fen(201)), on: Sample.day, reference: nil)
        }
        try history.record(.recovered(Fen(500)))
        #expect(history.guarantee.position.owedByGuarantor(.bank) == Fen(100))
        try history.record(.passedOn(to: .bank, Fen(100)))
        #expect(throws: GuaranteeRefusal.passedOnAboveOwed(.bank, Fen(1), .zero)) {
            try history.guarantee.recording(.passedOn(to: .bank, Fen(1)), on: Sample.day, reference: nil)
        }
    }

    @Test func anEarlyReleaseGivesBackTheUnusedFee() throws {
        let agreement = try Sample.agreement(refundsUnusedFee: true)
        var history = History(
            Guarantee.restored(
                id: ID(1), agreement: agreement, terms: Sample.terms(), state: .filed, position: Position()))
        #expect(history.guarantee.wholeFee == .yuan(15_000))
        try history.record(.disbursed(.yuan(1_000_000)))
        try history.record(.feePaid(.yuan(15_000)))
        try history.record(.released, on: Sample.day + 73)
        #expect(history.guarantee.unusedFee(on: Sample.day + 73) == .yuan(12_000))
        try history.record(.feeRefunded(.yuan(12_000)))
        #expect(history.balance(Sample.guarantor, .fees) == .yuan(-3_000))
    }
}
