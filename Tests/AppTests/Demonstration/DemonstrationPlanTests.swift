import Core
import Testing

@testable import App

/// What the plan of the demonstration province promises for every seed.
@Suite struct DemonstrationPlanTests {
    /// The first numbers of the reference implementation for the seed 1234567.
    @Test func theGeneratorIsSplitMix64() {
        var random = SeededGenerator(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test(arguments: UInt64(1)...12) func everySeedMakesAPlan(_ seed: UInt64) throws {
        let plan = try DemonstrationPlan(seed: seed, scale: .tenth)
        let days = plan.acts.map(\.day)
        #expect(days == days.sorted())
        #expect(Set(plan.numbers).count == plan.histories.count)
        #expect(Set(plan.firms.map(\.name)).count == plan.firms.count)
        #expect(Set(plan.firms.map(\.creditCode)).count == plan.firms.count)
        #expect(plan.firms.allSatisfy { $0.size != .large })
        let guaranteed = plan.histories.filter { history in
            history.acts.contains { act in
                if case .event(.disbursed, _) = act.deed { act.day <= DemonstrationDays.reply } else { false }
            }
        }
        #expect(Set(guaranteed.map(\.firm)).count == DemonstrationScale.tenth.guaranteedFirms)
    }

    @Test func twelveOfTwentyFiveGuarantorsAreNew() throws {
        let institutions = try DemonstrationInstitutions()
        #expect(institutions.guarantors.count == 25)
        #expect(institutions.guarantors.filter { $0.since.year == 2016 }.count == 12)
        #expect(Set(institutions.guarantors.map(\.institution.level)).count == 3)
        #expect(institutions.banks.count == 6)
        #expect(institutions.treasuries.filter { $0.institution.level == .city }.count == 14)
    }

    @Test func everyGuarantorHasAgreementsOfFourShares() throws {
        let institutions = try DemonstrationInstitutions()
        let agreements = try DemonstrationAgreements(institutions).all
        for guarantor in institutions.guarantors {
            let own = agreements.filter { $0.isReguaranteed && $0.guarantor.tag == guarantor.tag }
            #expect(Set(own.map(\.agreement.bank)).count > 1)
            #expect(own.allSatisfy { $0.agreement.ceilings.stopLoss == .percent(5) })
        }
        #expect(Set(agreements.filter(\.isReguaranteed).map(\.agreement.bank)).count == 6)
        #expect(agreements.contains { $0.terms.shares.description == "5:3:2:0" })
    }
}
