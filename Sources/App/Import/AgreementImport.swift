import Core

/// A row of agreements.csv; institutions are named by their codes.
struct AgreementRow: ImportedRecord {
    static let table = BookTable.agreements
    static let required = [
        "agreement_no", "guarantor", "reguarantor", "bank", "treasury", "shares", "from", "until",
        "fee_rate_max",
        "borrower_max_yuan",
    ]
    static let optional = ["stop_loss", "refunds_unused_fee", "claim_due_working_days"]

    let number: String
    let codes: [Party: String]
    let shares: Shares
    let from: Day
    let until: Day?
    let ceilings: Agreement.Ceilings
    let refundsUnusedFee: Bool
    let claimDueWorkingDays: Int

    init?(_ fields: inout FieldReader) {
        number = fields.text("agreement_no", limit: 64)
        var codes: [Party: String] = [:]
        for party in Party.allCases { codes[party] = fields.optionalText(party.kind.rawValue) }
        self.codes = codes
        let shares = AgreementRow.shares(&fields)
        from = fields.day("from")
        until = fields.optionalDay("until")
        ceilings = Agreement.Ceilings(
            feeRate: fields.optionalRate("fee_rate_max"), borrower: fields.optionalMoney("borrower_max_yuan"),
            stopLoss: fields.optionalRate("stop_loss"))
        refundsUnusedFee = fields.flag("refunds_unused_fee")
        let days = fields.isEmpty("claim_due_working_days") ? 10 : fields.count("claim_due_working_days")
        claimDueWorkingDays = Int(min(days, 250))
        if days > 250 {
            fields.refuse("claim_due_working_days", zh: "应为 0 至 250", en: "must be from 0 to 250")
        }
        guard let shares else { return nil }
        self.shares = shares
    }

    private static func shares(_ fields: inout FieldReader) -> Shares? {
        do throws(SharesRefusal) {
            return try KnownShares.shares(fields.text("shares", limit: 100))
        } catch {
            fields.refuse(error)
            return nil
        }
    }

    func enter(_ writing: Writing) throws -> ImportFate {
        var parties: [Party: Institution] = [:]
        for (party, code) in codes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let institution = try InstitutionStore.find(code: code, writing.connection) else {
                throw NotFound.institution(code)
            }
            parties[party] = institution
        }
        if let known = try AgreementStore.find(number: number, writing.connection) {
            try checkSame(known, parties)
            return .alreadyThere
        }
        var terms = AgreementStore.Terms(
            number: number, parties: parties, shares: shares, from: from, until: until, ceilings: ceilings)
        terms.refundsUnusedFee = refundsUnusedFee
        terms.claimDueWorkingDays = claimDueWorkingDays
        try AgreementStore.conclude(terms, writing)
        return .accepted
    }

    private func checkSame(_ known: Agreement, _ parties: [Party: Institution]) throws {
        let same = Party.allCases.map { party in
            (
                party.kind.rawValue, known.institution(party)?.description ?? "",
                parties[party]?.id.description ?? ""
            )
        }
        try OtherContent.check(
            number,
            same + [
                ("shares", known.shares.description, shares.description),
                ("from", known.from.description, from.description),
                ("until", known.until?.description ?? "", until?.description ?? ""),
                ("fee_rate_max", text(known.ceilings.feeRate), text(ceilings.feeRate)),
                ("borrower_max_yuan", text(known.ceilings.borrower), text(ceilings.borrower)),
                ("stop_loss", text(known.ceilings.stopLoss), text(ceilings.stopLoss)),
                ("refunds_unused_fee", "\(known.refundsUnusedFee)", "\(refundsUnusedFee)"),
                ("claim_due_working_days", "\(known.claimDueWorkingDays)", "\(claimDueWorkingDays)"),
            ])
    }

    private func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
}
