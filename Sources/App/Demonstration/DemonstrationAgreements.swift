import Core

/// The agreements of the demonstration province: old ones in several shares, and 4:3:2:1 from 2016 on.
struct DemonstrationAgreements: Sendable {
    private(set) var all: [Item] = []

    /// An agreement as it is to be concluded, and as the plan reckons with it.
    struct Item: Sendable {
        let terms: AgreementStore.Terms
        let agreement: Agreement
        let guarantor: DemonstrationInstitutions.Seat
        /// Four shares of which the treasury has one.
        let isReguaranteed: Bool
        let treasuryDivision: String?

        /// Some weeks before it holds, so that firms can apply.
        var concludedOn: Day { max(DemonstrationDays.first, agreement.from + -45) }
    }

    static let fourShares = "4:3:2:1"

    init(_ institutions: DemonstrationInstitutions) throws {
        let old = institutions.guarantors.filter(\.isOld)
        for (index, guarantor) in old.enumerated() { try addOld(guarantor, index, institutions) }
        try add(
            "531-2016-GX1", institutions.guarantors[0], bank: 0, "5:3:2:0",
            from: DemonstrationDays.day(2016, 2, 15),
            until: DemonstrationDays.day(2016, 12, 31), Agreement.Ceilings(feeRate: .percent(2)), institutions
        )
        for (index, guarantor) in institutions.guarantors.enumerated() {
            try addReguaranteed(guarantor, index, institutions)
        }
    }

    /// From before the re-guarantor: the guarantor bears 80%, with some banks 70% or all, in three cities
    /// with a risk pool of the treasury.
    private mutating func addOld(
        _ guarantor: DemonstrationInstitutions.Seat, _ index: Int, _ institutions: DemonstrationInstitutions
    ) throws {
        let hasPool = ["450200", "450300", "450900"].contains(guarantor.tag)
        for place in 0..<3 {
            let shares =
                place == 1 && hasPool ? "7:0:2:1" : place == 2 && index % 4 == 0 ? "1:0:0:0" : "8:0:2:0"
            try add(
                "DB-2013-\(guarantor.tag)-\(place + 1)", guarantor, bank: (index + place * 2) % 6, shares,
                from: DemonstrationDays.first, until: DemonstrationDays.day(2016, 12, 31),
                Agreement.Ceilings(feeRate: Rate(millionths: 25_000)), institutions)
        }
    }

    /// The days on which the six banks joined.
    private static let joined = [
        (2016, 5, 16), (2016, 6, 20), (2016, 8, 15), (2016, 10, 10), (2016, 11, 28), (2017, 2, 20),
    ].map { DemonstrationDays.day($0.0, $0.1, $0.2) }

    private mutating func addReguaranteed(
        _ guarantor: DemonstrationInstitutions.Seat, _ index: Int, _ institutions: DemonstrationInstitutions
    ) throws {
        let isRegional = guarantor.institution.level == .region
        let places =
            isRegional
            ? ["450100", "450200", "450300", "450500", "450900"] : [guarantor.institution.division]
        let banks = isRegional ? 1 : guarantor.institution.level == .city ? 3 : 2
        for (place, division) in places.enumerated() {
            for count in 0..<banks {
                let bank = (isRegional ? index + place : index % 2 + count * 2) % 6
                var ceilings = Agreement.Ceilings(stopLoss: .percent(5))
                ceilings.feeRate = Rate(millionths: [20_000, 18_000, 20_000, 15_000][(index + count) % 4])
                ceilings.borrower = .yuan([10_000_000, 8_000_000, 5_000_000][(index + count) % 3])
                let number = "FX-2016-\(guarantor.tag)-B\(bank + 1)" + (isRegional ? "-\(division)" : "")
                try add(
                    number, guarantor, bank: bank, DemonstrationAgreements.fourShares,
                    from: max(DemonstrationAgreements.joined[bank], guarantor.since + 60), until: nil,
                    ceilings,
                    treasury: division, institutions)
            }
        }
    }

    private mutating func add(
        _ number: String, _ guarantor: DemonstrationInstitutions.Seat, bank: Int, _ text: String, from: Day,
        until: Day?, _ ceilings: Agreement.Ceilings, treasury: String? = nil,
        _ institutions: DemonstrationInstitutions
    ) throws {
        let shares = try Shares(text)
        var parties: [Party: Institution] = [
            .guarantor: guarantor.institution, .bank: institutions.banks[bank].institution,
        ]
        if shares.weights[Party.reguarantor.rawValue] > 0 {
            parties[.reguarantor] = institutions.reguarantor.institution
        }
        let division = treasury ?? guarantor.institution.division
        if shares.weights[Party.treasury.rawValue] > 0 {
            parties[.treasury] = institutions.treasury(of: division)
        }
        var terms = AgreementStore.Terms(
            number: number, parties: parties, shares: shares, from: from, until: until, ceilings: ceilings)
        terms.refundsUnusedFee = all.count % 2 == 0
        terms.claimDueWorkingDays = all.count % 5 == 4 ? 15 : 10
        let agreement = try Agreement.concluded(
            id: ID(Int64(all.count + 1)), number: number, parties: parties, shares: shares, from: from,
            until: until,
            ceilings: ceilings, refundsUnusedFee: terms.refundsUnusedFee,
            claimDueWorkingDays: terms.claimDueWorkingDays)
        all.append(
            Item(
                terms: terms, agreement: agreement, guarantor: guarantor,
                isReguaranteed: text == DemonstrationAgreements.fourShares,
                treasuryDivision: parties[.treasury]?.division))
    }
}
