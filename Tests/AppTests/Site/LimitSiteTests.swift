import Core
import Storage
import TestSupport
import Testing

@testable import App

/// How much of the ceilings of law is used, against a plain sum over all guarantees.
@Suite struct LimitSiteTests {
    @Test(arguments: TestEngine.allCases) func theUseOfLimitsIsThatOfTheBook(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let guarantor = try await test.institution("guarantor")
        // Two customers are related.
        let firms = try [3, 6].map {
            try CreditCode(test.rich.sample.registration("", firm: $0).borrower.creditCode)
        }
        try test.rich.write { try EnterpriseStore.relate(firms[0], firms[1], $0) }
        let use = try await test.read { try LimitsStore.use(of: guarantor.id, on: TestSite.today, $0) }
        let liabilities = try await plainLiabilities(test)
        #expect(use.exposure.netAssets == .yuan(90_000_000))
        #expect(use.exposure.liability == liabilities.values.sum())
        #expect(use.exposure.customers == Int64(liabilities.values.count { $0.isPositive }))
        #expect(use.exposure.borrowerLiability == liabilities.values.max())
        #expect(use.biggest.first?.liability == liabilities.values.max())
        #expect(use.ofTen == use.exposure.liability)
        #expect(use.exposure.relatedLiability == (liabilities["G3"] ?? .zero) + (liabilities["G6"] ?? .zero))
        #expect(use.biggestGroup?.related == 1)
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let page = try await browser.get("/limits")
            let exposure = use.exposure
            for amount in [exposure.liability, exposure.ceiling, exposure.ceiling - exposure.liability] {
                #expect(page.text.contains(amount.grouped))
            }
            #expect(page.text.contains("<svg"))
            #expect(page.text.contains("Firm 8"))
            #expect(try await browser.get("/limits?guarantor=X-guarantor").status == 404)
            try await browser.signIn("supervisor.viewer")
            #expect(try await browser.get("/limits").status == 200)
            #expect(
                try await browser.get("/limits?guarantor=guarantor").text.contains(exposure.liability.grouped)
            )
            #expect(try await browser.get("/limits?guarantor=nobody").status == 404)
            try await browser.signIn("foreign.guarantor.viewer")
            #expect(!(try await browser.get("/limits").text.contains("Firm")))
            try await browser.signIn("bank.viewer")
            #expect(try await browser.get("/limits").status == 403)
        }
    }

    /// What each guarantee binds, one by one; every one of the book is for a firm of its own.
    private func plainLiabilities(_ test: TestSite) async throws -> [String: Fen] {
        try await test.read { connection in
            let agreement = try AgreementStore.find(number: "A1", connection)!
            var liabilities: [String: Fen] = [:]
            for number in (1...8).map({ "G\($0)" }) {
                let guarantee = try GuaranteeStore.load(number: number, agreement, connection).guarantee
                guard guarantee.state.binds else { continue }
                let position = guarantee.position
                let bound = position.outstanding + guarantee.terms.principal - position.disbursed
                let risk = GuaranteedRisk(
                    .loan, of: .enterprise, isSmallOrMicro: true, isHousing: false, rating: .notStated)
                let weight = LiabilityWeight.of(risk, outstandingOfCustomer: bound)
                liabilities[number] = LiabilityWeight.liability(
                    weightedHundredths: Int128(bound.fen) * Int128(weight), shares: agreement.shares)
            }
            return liabilities
        }
    }
}
