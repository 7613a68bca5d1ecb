/// How the money of a guarantee stands in the ledger: every balance is a function of the cumulative position,
/// and an event posts the difference. So a reversal brings every account back exactly.
extension Postings {
    init(from before: Position, to after: Position, under agreement: Agreement) {
        self.init()
        let change = Change(from: before, to: after)
        addLoan(change, agreement)
        if before.loss != after.loss || before.netRecovered != after.netRecovered
            || before.effectivelyWrittenOff != after.effectivelyWrittenOff
        {
            addLoss(before, after, agreement)
        }
        addGuarantor(change, agreement)
        addSettlement(change, agreement)
    }

    /// The bank's loan goes out, comes back, or is taken off the books against what the guarantor pays.
    private mutating func addLoan(_ change: Change, _ agreement: Agreement) {
        let bank = agreement.bank
        let paidToBank = change { $0.paidToBank(agreement.shares) }
        add(change { $0.repaid - $0.disbursed } + paidToBank, to: bank, .cash)
        add(change { $0.outstanding }, to: bank, .loans)
        add(-change { $0.loss - $0.principalCompensated }, to: bank, .interest)
        add(-paidToBank, to: agreement.guarantor, .cash)
    }

    /// Each party bears its part of the loss that is not recovered; the part written off is lost.
    private mutating func addLoss(_ before: Position, _ after: Position, _ agreement: Agreement) {
        let shares = agreement.shares
        let borne = (
            shares.parts(of: before.loss - before.netRecovered),
            shares.parts(of: after.loss - after.netRecovered)
        )
        let lost = (
            shares.parts(of: before.effectivelyWrittenOff), shares.parts(of: after.effectivelyWrittenOff)
        )
        for party in Party.allCases {
            guard let institution = agreement.institution(party) else { continue }
            let index = party.rawValue
            let newlyLost = lost.1[index] - lost.0[index]
            add(borne.1[index] - borne.0[index] - newlyLost, to: institution, .borne)
            add(newlyLost, to: institution, .lost)
        }
    }

    /// Fees, recoveries and their costs pass through the guarantor.
    private mutating func addGuarantor(_ change: Change, _ agreement: Agreement) {
        let guarantor = agreement.guarantor
        let fees = change { $0.feePaid - $0.feeRefunded }
        add(fees + change { $0.recovered - $0.recoveryCosts }, to: guarantor, .cash)
        add(-fees, to: guarantor, .fees)
        add(change(\.uncoveredCosts), to: guarantor, .recoveryCosts)
        add(-change(\.surplus), to: guarantor, .surplus)
    }

    /// The others pay the guarantor their shares, and it passes theirs of the recoveries on; a treasury out
    /// of its fund.
    private mutating func addSettlement(_ change: Change, _ agreement: Agreement) {
        for party in Party.others {
            let amount = change { $0.paid[party] - $0.passedOn[party] }
            guard !amount.isZero, let institution = agreement.institution(party) else { continue }
            add(-amount, to: institution, party == .treasury ? .fund : .cash)
            add(amount, to: agreement.guarantor, .cash)
        }
    }

    private struct Change {
        let before: Position
        let after: Position

        init(from before: Position, to after: Position) {
            self.before = before
            self.after = after
        }

        func callAsFunction(_ amount: (Position) -> Fen) -> Fen { amount(after) - amount(before) }
    }
}
